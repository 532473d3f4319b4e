import { retryDue } from '../../core/decide/retry_due.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Makes tasks ready again whose time to wait after a failure is over. Says whether there may be more of them. */
export function releaseRetries(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.retriesDue(now, limit),
    (task) =>
      commit(deps, 'retry_due', async (read) => {
        const slice = await read.taskSlice(task, 'direct');
        return slice === null ? nothing(null) : retryDue(slice.task, now);
      }),
  );
}
