import type { CheckFinding, FindingRecord } from './finding_record.ts';

/** What is changed of findings. */
export type FindingChange =
  /** Those that are known by their key are left as they are. What no attempt was told of yet becomes due together with these. */
  | {
      readonly kind: 'add_findings';
      readonly task: string;
      readonly findings: readonly FindingRecord[];
      readonly dueAt: number;
    }
  /** The attempt of this number is told of them; who was told first stays. */
  | { readonly kind: 'tell_findings'; readonly findings: readonly string[]; readonly attempt: number }
  /** Lands only while all of them are in `from`. */
  | {
      readonly kind: 'move_findings';
      readonly findings: readonly string[];
      readonly from: FindingRecord['state'];
      readonly to: FindingRecord['state'];
    }
  /** Whatever of the task is held; relative, so that what is found meanwhile goes too. */
  | { readonly kind: 'release_findings'; readonly task: string; readonly to: 'open' | 'dropped' }
  /** What is known of a check's second run; lands only while it is held. */
  | { readonly kind: 'open_check'; readonly finding: string; readonly content: CheckFinding; readonly dueAt: number };
