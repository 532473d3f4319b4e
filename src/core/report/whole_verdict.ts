import { finalVerification } from './progress.ts';
import type { RunReport } from './run_report.ts';

/**
 * What is known of all tasks together. `nothing_run`: the plan has no verification of the whole. `open`: it has no result yet,
 * or none that still holds.
 */
export type WholeVerdict = 'verified' | 'failed' | 'skipped' | 'open' | 'nothing_run';

/** What the run's own verification came to. */
export function wholeVerdict(report: Pick<RunReport, 'tasks'>): WholeVerdict {
  const verification = finalVerification(report);
  if (verification === undefined) return 'nothing_run';
  switch (verification.state) {
    case 'succeeded':
      return 'verified';
    case 'skipped':
      return 'skipped';
    case 'failed':
    case 'quarantined':
    case 'canceled':
      return 'failed';
    case 'pending':
    case 'ready':
    case 'running':
    case 'retrying':
    case 'blocked':
    case 'in_review':
      return 'open';
    default:
      return verification.state satisfies never;
  }
}
