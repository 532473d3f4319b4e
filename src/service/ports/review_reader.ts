import type { CheckAnnotation } from '../../core/finding/finding_record.ts';

/** A comment on a line of a pull request, as it is now. */
export type ReviewComment = {
  readonly id: number;
  readonly review: number | null;
  /** The comment that began its thread; its own id where it did. */
  readonly thread: number;
  readonly by: string;
  readonly text: string;
  readonly path: string;
  /** In the file at `commit`, the later side where it is a change; null: it is about the whole file. */
  readonly line: number | null;
  readonly commit: string;
  readonly hunk: string;
};

/** A place in a file at a commit. */
export type LineAt = { readonly commit: string; readonly path: string; readonly line: number | null };

/** What a check of another app says of its failure. */
export type FailedCheck = {
  readonly message: string;
  readonly annotations: readonly CheckAnnotation[];
  /** The log of the job behind it; empty: it has none that can be read. */
  readonly log: string;
};

/** How the newest run of a check stands; `conclusion` null: it has none yet. */
export type CheckStanding = { readonly name: string; readonly app: string; readonly conclusion: string | null };
