/** The runner that holds a task's conversation. */
export type SessionHolder = {
  readonly runner: string;
  readonly name: string;
  /** Whose conversation it is. */
  readonly provider: string;
  /** When it was heard of, and since when the task is ready: epoch milliseconds. */
  readonly seenAt: number;
  readonly readyAt: number;
  /** Whether it has a slot free of the kind that the task needs. */
  readonly hasSlot: boolean;
};
