import type { FailureClass } from '../protocol/outcome.ts';

/** What an attempt is told about the one before it. */
export type EarlierAttempt = {
  readonly number: number;
  readonly class: FailureClass;
  readonly message: string;
  /** The verified or salvaged commit, and the base it stands on. */
  readonly commit: string | null;
  readonly base: string | null;
};
