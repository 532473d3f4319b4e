import type { AttemptAction, FailureClass } from '../protocol/outcome.ts';

/** Why an attempt failed, as it is stored. */
export type FailureNote = {
  readonly class: FailureClass;
  readonly message: string;
  /** What it was doing; absent: nobody said. */
  readonly action?: AttemptAction;
  /** The provider whose agent itself failed, as the runner offers it; absent: something else did. */
  readonly failedProvider?: string;
};
