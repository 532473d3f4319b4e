import { overseeAnswering as decide } from '../../core/decide/oversee_answering.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readAnswering } from '../read_question.ts';
import { forEachDue } from './for_each_due.ts';

/**
 * Ends tasks by which the orchestrator looks at a question, where that is not wanted any more or took too long to begin. Says whether
 * there may be more of them.
 */
export function overseeAnswering(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.answeringDue(now, limit),
    (task) =>
      commit(deps, 'oversee_answering', async (read) => {
        const slice = await read.taskSlice(task, 'direct');
        if (slice === null) return nothing(null);
        return decide(slice, await readAnswering(read, task), { ...surroundings(deps), now });
      }),
  );
}
