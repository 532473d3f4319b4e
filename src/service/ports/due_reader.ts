/** What is due, oldest first, at most `limit` of each. */
export type DueReader = {
  readonly expiredAttempts: (now: number, limit: number) => Promise<readonly string[]>;
  readonly retriesDue: (now: number, limit: number) => Promise<readonly string[]>;
  /** Open questions whose deadline is over and which have a default. */
  readonly questionsDue: (now: number, limit: number) => Promise<readonly string[]>;
  /**
   * Hidden tasks by which the orchestrator looks at a question: those that nobody handed out in time or whose run has no budget left, or that have ended and still have
   * theirs, and those at work at one that is settled.
   */
  readonly answeringDue: (now: number, limit: number) => Promise<readonly string[]>;
  /** Hidden tasks by which a plan is made that nobody handed out in time or may for want of budget, or that have ended although it is still being made. */
  readonly planningDue: (now: number, limit: number) => Promise<readonly string[]>;
  /** Tasks whose work is in, or waits to be, and in which something due was found. */
  readonly tasksToRework: (now: number, limit: number) => Promise<readonly string[]>;
  /** Tasks of runs that are being canceled whose work is offered, and of which nothing waits to be published or merged. */
  readonly offeredInCanceled: (limit: number) => Promise<readonly string[]>;
  /** Open questions whose deadline is over, without a default, and of which nobody was reminded. */
  readonly questionsToRemind: (now: number, limit: number) => Promise<readonly string[]>;
  /** Ready tasks of runs at work that nobody was asked about yet who has to let them start. */
  readonly tasksToApprove: (limit: number) => Promise<readonly string[]>;
  /** Tasks of runs that have not ended which wait for an issue to close. */
  readonly issuesAwaited: (limit: number) => Promise<readonly string[]>;
  readonly runsPastDeadline: (now: number, limit: number) => Promise<readonly string[]>;
  /** Running runs most of whose budget is used, or all of their repository's: somebody is to be asked for more, or no more, or agents are to be stopped. */
  readonly budgetsDue: (now: number, limit: number) => Promise<readonly string[]>;
  /** Runs that are running without an open task. */
  readonly runsToConclude: (limit: number) => Promise<readonly string[]>;
};
