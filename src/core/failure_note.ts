import type { AttemptAction, FailureClass } from '../protocol/outcome.ts';

/** Why an attempt failed, as it is stored. */
export type FailureNote = {
  readonly class: FailureClass;
  readonly message: string;
  /** What it was doing; absent: nobody said. */
  readonly action?: AttemptAction;
  /** The provider whose agent itself failed, as the runner offers it; absent: something else did. */
  readonly failedProvider?: string;
  /** What its runner saved of it apart from a report; absent: nothing, or its report names the commit. */
  readonly kept?: SavedCommit;
};

/** How an attempt's failure is named. */
export type Failure = FailureNote & {
  /** The earliest that another attempt makes sense, in milliseconds from now. */
  readonly retryAfterMs?: number;
};

/** Work of an attempt at a ref of its own, which nobody moves. */
export type SavedCommit = { readonly commit: string; readonly ref: string };
