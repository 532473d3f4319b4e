import type { Change } from '../../core/changes.ts';
import { retryTask as decideRetry } from '../../core/decide/retry_task.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import { refuseBesideLater } from './refuse_beside_later.ts';

/** A person sends a task back to work; `also` lands with it. */
export function retryTask(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'retry_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    if (slice !== null) await refuseBesideLater(read, slice.run);
    return withChanges(slice === null ? nothing(null) : decideRetry(slice, input, surroundings(deps)), also);
  });
}
