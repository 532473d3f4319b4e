import { cancelRun } from '../commands/cancel_run.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Ends runs that have taken as long as they may. Says whether there may be more of them. */
export function endOverdueRuns(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.runsPastDeadline(now, limit),
    (run) => cancelRun(deps, run, { how: 'graceful', by: 'planwright', because: 'deadline' }),
  );
}
