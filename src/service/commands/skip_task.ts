import type { Change } from '../../core/changes.ts';
import { skipTask as decideSkip } from '../../core/decide/skip_task.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import { refuseBesideLater } from './refuse_beside_later.ts';

/** A person decides that a task is not needed; `also` lands with it. Refuses a task at work, and one that has succeeded. */
export function skipTask(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'skip_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    if (slice !== null) await refuseBesideLater(read, slice.run);
    return withChanges(slice === null ? nothing(null) : decideSkip(slice, input, surroundings(deps)), also);
  });
}
