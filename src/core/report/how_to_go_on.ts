import { isPauseCode, type PauseCode } from '../reason.ts';
import { bringBranchBack } from '../text/bring_branch_back.ts';
import type { RunReport } from './run_report.ts';

const RESUME = 'Wanted: `/planwright resume`, and it goes on. What was done is kept.';

const WANTED: Readonly<Record<PauseCode, string | ((run: RunReport['run']) => string)>> = {
  paused_by_person: RESUME,
  issue_closed: 'Wanted: reopen this issue, and it goes on.',
  issue_unlabelled: 'Wanted: set the label again, and it goes on.',
  integration_deleted: RESUME,
  integration_rewritten: bringBack,
  app_removed: 'Wanted: give the App access to this repository again, then `/planwright resume`.',
  app_suspended:
    'Wanted: take the suspension of the App back (Settings of the account, GitHub Apps), then `/planwright resume`.',
  app_out_of_reach:
    "Wanted: install the App for the repository's owner, or give it access again, then `/planwright resume`.",
};

/** What is wanted of people before a paused run goes on. */
export function howToGoOn({ run }: Pick<RunReport, 'run'>): string {
  const wanted = run.reason !== null && isPauseCode(run.reason.code) ? WANTED[run.reason.code] : RESUME;
  return typeof wanted === 'string' ? wanted : wanted(run);
}

function bringBack({ integrationBranch, integrationHead }: RunReport['run']): string {
  if (integrationHead === null) return RESUME;
  return `Wanted: bring it back with ${bringBranchBack(integrationBranch, integrationHead)}, then \`/planwright resume\`.`;
}
