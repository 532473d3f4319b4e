import { reworkTask } from '../../core/decide/rework_task.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';

/** Sends tasks back to work in which something was found that is due. Says whether there may be more of them. */
export async function reworkTasks(deps: ServiceDependencies, now: number, limit: number): Promise<boolean> {
  const due = await deps.store.due.tasksToRework(now, limit);
  for (const task of due) {
    await commit(deps, 'rework_task', async (read) => {
      const slice = await read.taskSlice(task, 'all');
      if (slice === null) return nothing(null);
      return reworkTask(slice, await read.findingsOf(task), { ...surroundings(deps), now });
    });
  }
  return due.length === limit;
}
