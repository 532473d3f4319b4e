import { reworkTask } from '../../core/decide/rework_task.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Sends tasks back to work in which something was found that is due. Says whether there may be more of them. */
export function reworkTasks(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.tasksToRework(now, limit),
    (task) =>
      commit(deps, 'rework_task', async (read) => {
        const slice = await read.taskSlice(task, 'all');
        if (slice === null) return nothing(null);
        return reworkTask(slice, await read.findingsOf(task), { ...surroundings(deps), now });
      }),
  );
}
