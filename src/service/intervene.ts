import type { Change } from '../core/changes.ts';
import {
  type CancelInput,
  cancelRun as decideCancelRun,
  cancelTask as decideCancelTask,
} from '../core/decide/cancel.ts';
import { retryTask as decideRetry } from '../core/decide/retry_task.ts';
import { nothing } from '../core/decision.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';
import { withChanges } from './with_changes.ts';

/** A person cancels a task; `also` lands with it. */
export function cancelTask(
  deps: ServiceDependencies,
  task: string,
  input: CancelInput,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'cancel_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : decideCancelTask(slice, input, surroundings(deps)), also);
  });
}

/** A person sends a task back to work; `also` lands with it. */
export function retryTask(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'retry_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : decideRetry(slice, input, surroundings(deps)), also);
  });
}

/** A person, or the run's own time limit, ends a run; `also` lands with it. */
export function cancelRun(
  deps: ServiceDependencies,
  run: string,
  input: CancelInput & { readonly because: 'person' | 'deadline' },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'cancel_run', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : decideCancelRun(slice, input, surroundings(deps)), also);
  });
}
