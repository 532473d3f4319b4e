import type { Outcome } from '../../protocol/outcome.ts';
import type { RunRecord, TaskRecord } from '../records.ts';

/** What the texts about one task's verified work are made of. */
export type TaskReport = {
  readonly run: Pick<RunRecord, 'id' | 'name' | 'issue' | 'branchPrefix' | 'owner'>;
  readonly task: Pick<TaskRecord, 'key' | 'spec' | 'kind'>;
  readonly attempt: {
    readonly number: number;
    /** The most attempts the task gets. */
    readonly allowed: number;
    readonly agent: string | null;
  };
  /** Of the attempt that succeeded; its `commit` is what the evidence is about. */
  readonly outcome: Outcome;
  /** The verified commit; another than the outcome's where people pushed it and the attempt only verified. */
  readonly commit: string;
  /** Address of the repository for browsers, without a trailing slash. */
  readonly repositoryUrl: string;
};
