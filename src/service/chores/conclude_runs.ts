import { concludeRun } from '../conclude_run.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { endOfferedWork } from './end_offered_work.ts';
import { forEachDue } from './for_each_due.ts';

/** Ends runs whose tasks have all ended, after what holds those up that are being canceled. Says whether there may be more of them. */
export async function concludeRuns(deps: ServiceDependencies): Promise<boolean> {
  const isMoreOffered = await endOfferedWork(deps);
  const isMore = await forEachDue(
    (limit) => deps.store.due.runsToConclude(limit),
    (run) => concludeRun(deps, run),
  );
  return isMoreOffered || isMore;
}
