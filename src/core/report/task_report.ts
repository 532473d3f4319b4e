import type { Outcome } from '../../protocol/outcome.ts';
import type { UsageSum } from '../../protocol/usage.ts';
import type { RunRecord, TaskRecord } from '../records.ts';
import type { FailureStanding } from '../text/attempt_text.ts';

/** What the texts about one task's verified work are made of. */
export type TaskReport = {
  readonly run: Pick<RunRecord, 'id' | 'name' | 'issue' | 'branchPrefix' | 'owner'>;
  readonly task: Pick<TaskRecord, 'key' | 'spec' | 'kind'>;
  /** With the failures that count, its own included. */
  readonly attempt: FailureStanding & {
    readonly number: number;
    /** Who did it, what was started for it, and the model; null: a command, or not known. */
    readonly agent: string | null;
    readonly provider: string | null;
    readonly model: string | null;
  };
  /** What all attempts of the task have used, this one included; null: nothing is known. */
  readonly used: UsageSum | null;
  /** Of the attempt; its `commit` is what the evidence is about. */
  readonly outcome: Outcome;
  /** The verified commit; another than the outcome's where people pushed it and the attempt only verified. */
  readonly commit: string;
  /** What becomes of the task: its work is merged, another attempt mends it, or nothing more happens by itself, which concerns the owner where something around it is broken. */
  readonly next: 'merge' | 'mend' | 'given_up' | 'quarantined';
  /** Address of the repository for browsers, without a trailing slash. */
  readonly repositoryUrl: string;
};
