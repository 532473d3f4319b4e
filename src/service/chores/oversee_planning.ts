import { overseePlanning as decide } from '../../core/decide/oversee_planning.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/**
 * Tells issues of whose text no plan was made, because nobody began in time or the task ended without a word. Says whether there may be
 * more of them.
 */
export function overseePlanning(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.planningDue(now, limit),
    (task) =>
      commit(deps, 'oversee_planning', async (read) => {
        const slice = await read.taskSlice(task, 'direct');
        if (slice === null) return nothing(null);
        const draft = await read.draftOfTask(task);
        const ofRepository = await read.repositoryBudget(slice.run.repository, now);
        return decide(slice, { draft, ofRepository }, { ...surroundings(deps), now });
      }),
  );
}
