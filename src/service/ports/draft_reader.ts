import type { DraftRecord } from '../../core/draft_record.ts';

/** What decisions are given of plans that the orchestrator makes. */
export type DraftReader = {
  /** The newest of an issue. */
  readonly draftOf: (repository: string, issue: number) => Promise<DraftRecord | null>;
  /** The one that a hidden task makes, or made. */
  readonly draftOfTask: (task: string) => Promise<DraftRecord | null>;
};
