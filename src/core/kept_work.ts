import type { FailureClass } from '../protocol/outcome.ts';

/** The commit with what an attempt had done that was interrupted: what ended it says nothing about the work. */
export type KeptWork = {
  readonly number: number;
  readonly class: FailureClass;
  readonly commit: string;
  readonly base: string;
  /** Whether no later attempt has said anything about the work: each was interrupted as well. */
  readonly isNewest: boolean;
  /** Whether a later attempt began at this commit, and so has it in its own. */
  readonly isTakenUp: boolean;
};
