import type { Plan } from '../plan/plan.ts';
import { withoutDone } from '../plan/without_done.ts';
import { keyList } from './progress.ts';

const SHOWN_AT_MOST = 20;

/** Which tasks wait for a person once the plan runs: whoever approves it should know. '': none does. */
export function laterApprovals(plan: Plan): string {
  const { tasks } = withoutDone(plan);
  const keysOf = (when: 'before' | 'after') =>
    tasks.filter(({ settings }) => settings.approve?.includes(when) === true).map(({ id }) => id);
  const [before, after] = [keysOf('before'), keysOf('after')];
  const parts = [
    ...(before.length === 0 ? [] : [`before they begin: ${keyList(before, SHOWN_AT_MOST)}`]),
    ...(after.length === 0 ? [] : [`before their work is merged: ${keyList(after, SHOWN_AT_MOST)}`]),
  ];
  return parts.length === 0 ? '' : `These wait for a person's approval, ${parts.join('; ')}.`;
}
