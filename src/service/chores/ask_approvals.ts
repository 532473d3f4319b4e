import { askToStart } from '../../core/decide/ask_to_start.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Asks whether tasks may start that wait for a person's word. Says whether there may be more of them. */
export function askApprovals(deps: ServiceDependencies): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.tasksToApprove(limit),
    (task) =>
      commit(deps, 'ask_approval', async (read) => {
        const slice = await read.taskSlice(task, 'direct');
        return slice === null ? nothing(null) : askToStart(slice, surroundings(deps));
      }),
  );
}
