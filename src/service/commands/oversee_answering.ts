import { overseeAnswering as decide } from '../../core/decide/settle_answering.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readHeld } from '../read_question.ts';

/** Ends a task by which the orchestrator looks at a question, where that is not wanted any more or took too long to begin. */
export function overseeAnswering(deps: ServiceDependencies, task: string, now: number): Promise<null> {
  return commit(deps, 'oversee_answering', async (read) => {
    const slice = await read.taskSlice(task, 'direct');
    if (slice === null) return nothing(null);
    return decide(slice, await readHeld(read, task), { ...surroundings(deps), now });
  });
}
