import { nothing } from '../core/changes.ts';
import {
  type CancelInput,
  cancelRun as decideCancelRun,
  cancelTask as decideCancelTask,
} from '../core/decide/cancel.ts';
import { retryTask as decideRetry } from '../core/decide/retry_task.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';

/** A person cancels a task. */
export function cancelTask(deps: ServiceDependencies, task: string, input: CancelInput): Promise<null> {
  return commit(deps, 'cancel_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return slice === null ? nothing(null) : decideCancelTask(slice, input, surroundings(deps));
  });
}

/** A person sends a task back to work. */
export function retryTask(deps: ServiceDependencies, task: string, input: { readonly by: string }): Promise<null> {
  return commit(deps, 'retry_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return slice === null ? nothing(null) : decideRetry(slice, input, surroundings(deps));
  });
}

/** A person, or the run's own time limit, ends a run. */
export function cancelRun(
  deps: ServiceDependencies,
  run: string,
  input: CancelInput & { readonly because: 'person' | 'deadline' },
): Promise<null> {
  return commit(deps, 'cancel_run', async (read) => {
    const slice = await read.runSlice(run);
    return slice === null ? nothing(null) : decideCancelRun(slice, input, surroundings(deps));
  });
}
