import type { FailureClass } from '../protocol/outcome.ts';

/** An attempt before the one that is handed out. */
export type RecentAttempt = {
  readonly id: string;
  readonly number: number;
  /** null: it succeeded. */
  readonly class: FailureClass | null;
  /** What its worktree began at; null: it never stood. */
  readonly base: string | null;
};
