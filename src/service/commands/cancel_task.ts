import type { Change } from '../../core/changes.ts';
import { type CancelInput, cancelTask as decideCancel } from '../../core/decide/cancel.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person cancels a task; `also` lands with it. */
export function cancelTask(
  deps: ServiceDependencies,
  task: string,
  input: CancelInput,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'cancel_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : decideCancel(slice, input, surroundings(deps)), also);
  });
}
