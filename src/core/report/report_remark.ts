import { code } from '../text/fence.ts';
import { commitLink } from './links.ts';
import { finalVerification } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { wholeVerdict } from './whole_verdict.ts';

/**
 * Says that the report is committed and what was verified before that; '' where the plan wants none. For texts that are
 * shown once the commit is there.
 */
export function reportRemark(report: RunReport): string {
  const path = report.plan.settings.report;
  if (path === undefined) return '';
  const verified = verifiedCommit(report);
  const what =
    verified === null
      ? 'What the tasks made'
      : `What was verified is ${commitLink(report.repositoryUrl, verified)}. It`;
  return `${what} is followed by the commit of the report, ${code(path)}, which changes nothing else.`;
}

/** The commit that the verification of the whole passed at; null: there is none. */
export function verifiedCommit(report: Pick<RunReport, 'tasks'>): string | null {
  if (wholeVerdict(report) !== 'verified') return null;
  const evidence = finalVerification(report)?.latest?.evidence ?? [];
  return evidence.findLast(({ commit }) => commit !== null)?.commit ?? null;
}
