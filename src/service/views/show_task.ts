import { Refusal } from '../../core/refusal.ts';
import { PRICES_AS_OF } from '../../core/usage/prices.ts';
import type { TaskResponse } from '../../protocol/operator.ts';
import type { RunView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { showTasks } from './explain_ready.ts';
import { requireTask } from './find.ts';

/**
 * A task with all its attempts and questions.
 *
 * @throws Refusal `not_found`
 */
export async function showTask(deps: ServiceDependencies, run: RunView, named: string): Promise<TaskResponse> {
  const { id, key } = await requireTask(deps, run, named);
  const [tasks, attempts, questions] = await Promise.all([
    showTasks(deps, run),
    deps.store.view.attempts(run.id, key),
    deps.store.view.questions(id),
  ]);
  const task = tasks.find((candidate) => candidate.id === id);
  if (task === undefined) throw new Refusal('not_found', 'The task has gone.');
  return { run, task, attempts: [...attempts], questions: [...questions], pricesAsOf: PRICES_AS_OF };
}
