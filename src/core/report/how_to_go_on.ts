/** What is wanted of people before a run that is paused for this reason goes on. */
export function howToGoOn(reason: { readonly code: string } | null): string {
  switch (reason?.code) {
    case 'issue_closed':
      return 'Wanted: reopen this issue, and it goes on.';
    case 'issue_unlabelled':
      return 'Wanted: set the label again, and it goes on.';
    case 'app_removed':
      return 'Wanted: give the App access to this repository again, then `/planwright resume`.';
    case 'app_suspended':
      return 'Wanted: take the suspension of the App back (Settings of the account, GitHub Apps), then `/planwright resume`.';
    case 'app_out_of_reach':
      return "Wanted: install the App for the repository's owner, or give it access again, then `/planwright resume`.";
    default:
      return 'Wanted: `/planwright resume`, and it goes on. What was done is kept.';
  }
}
