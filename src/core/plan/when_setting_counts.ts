/** From when a changed setting of a plan counts: at once, for tasks that have not begun, or for a new run alone. */
export type SettingCounts = 'now' | 'not_begun' | 'new_run';

const OF_PLAN: Readonly<Record<string, SettingCounts>> = {
  base: 'new_run',
  merge: 'new_run',
  'merge-when': 'new_run',
  concurrency: 'now',
  'run-timeout': 'now',
  owner: 'now',
  reviewers: 'now',
  budget: 'now',
  approve: 'now',
};

/** What is no setting of the plan as a whole is one of its tasks. The report is where it is once it was committed. */
export function whenSettingCounts(key: string, run: { readonly reportCommit: string | null }): SettingCounts {
  if (key === 'report') return run.reportCommit === null ? 'now' : 'new_run';
  return OF_PLAN[key] ?? 'not_begun';
}
