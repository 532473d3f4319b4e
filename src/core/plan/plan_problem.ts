/** One thing in a plan that has to be mended before it can start. */
export type PlanProblem = {
  /** Stable name of the kind of problem, e.g. `unknown-dependency`. */
  readonly code: string;
  /** 1-based line. */
  readonly line: number;
  /** The issue that it is about, where that is not a line of the plan. */
  readonly issue?: number;
  /** What is wrong, one sentence without the line number. */
  readonly message: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
};

/** A remark that does not keep the plan from starting, e.g. a near miss of a known key in a title. */
export type PlanWarning = PlanProblem;
