import { isPauseCode, type PauseCode } from '../reason.ts';

const RESUME = 'Wanted: `/planwright resume`, and it goes on. What was done is kept.';

const WANTED: Readonly<Record<PauseCode, string>> = {
  paused_by_person: RESUME,
  issue_closed: 'Wanted: reopen this issue, and it goes on.',
  issue_unlabelled: 'Wanted: set the label again, and it goes on.',
  integration_deleted: RESUME,
  integration_rewritten: RESUME,
  app_removed: 'Wanted: give the App access to this repository again, then `/planwright resume`.',
  app_suspended:
    'Wanted: take the suspension of the App back (Settings of the account, GitHub Apps), then `/planwright resume`.',
  app_out_of_reach:
    "Wanted: install the App for the repository's owner, or give it access again, then `/planwright resume`.",
};

/** What is wanted of people before a run that is paused for this reason goes on. */
export function howToGoOn(reason: { readonly code: string } | null): string {
  return reason !== null && isPauseCode(reason.code) ? WANTED[reason.code] : RESUME;
}
