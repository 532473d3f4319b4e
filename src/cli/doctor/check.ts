import type { Examination } from './examination.ts';

/** What a check found. `what`: one sentence or a few, without a full stop at the end; `mend`: how to set it right. */
export type CheckResult =
  | { readonly state: 'ok'; readonly what: string }
  /** Works, but not as it should, or soon no more. */
  | { readonly state: 'warn'; readonly what: string; readonly mend: string }
  | { readonly state: 'fail'; readonly what: string; readonly mend: string }
  /** There is nothing to check, or something else has to be mended first. */
  | { readonly state: 'skipped'; readonly what: string; readonly mend?: string };

/** One thing that is looked at. It changes nothing. */
export type Check = {
  /** Stable name, for machines. */
  readonly id: string;
  readonly title: string;
  readonly run: (examination: Examination) => Promise<CheckResult>;
};
