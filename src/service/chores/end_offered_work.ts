import { endOffered } from '../../core/decide/end_offered.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Of runs that are being canceled, ends what waits for reviews or checks. Says whether there may be more of it. */
export function endOfferedWork(deps: ServiceDependencies): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.offeredInCanceled(limit),
    (task) =>
      commit(deps, 'end_offered', async (read) => {
        const slice = await read.taskSlice(task, 'all');
        return slice === null ? nothing(null) : endOffered(slice, surroundings(deps));
      }),
  );
}
