import type { Change } from '../../core/changes.ts';
import { retryRun as decideRetryRun } from '../../core/decide/retry_run.ts';
import { retryTask as decideRetryTask } from '../../core/decide/retry_task.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import { taskEndedBadly } from '../../core/task/task_state.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { withChanges } from '../with_changes.ts';
import { refuseBesideLater } from './refuse_beside_later.ts';

/**
 * A person sends everything back to work that failed or was canceled, a task at a time, each with what waited for it; a
 * run without such a task concludes anew. `also` lands with the first of it. Refuses where there is nothing to retry.
 */
export async function retryRun(
  deps: ServiceDependencies,
  run: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  let retried = 0;
  for (const key of await badTasks(deps, run)) {
    const done = await commit(deps, 'retry_task', async (read): Promise<Decision<boolean>> => {
      const decision = await retryOne(deps, read, { run, key }, input);
      if (decision === null) return nothing(false);
      return { ...withChanges(decision, retried === 0 ? also : []), result: true };
    });
    if (done) retried += 1;
  }
  if (retried > 0) return null;
  return commit(deps, 'retry_run', async (read) => {
    const slice = await read.runSlice(run);
    if (slice !== null) await refuseBesideLater(read, slice.run);
    return withChanges(slice === null ? nothing(null) : decideRetryRun(slice, input, surroundings(deps)), also);
  });
}

/** Keys in the order of the plan, so that what comes first is retried first. */
async function badTasks({ store }: ServiceDependencies, run: string): Promise<readonly string[]> {
  const slice = await store.read.concludeSlice(run);
  return slice === null ? [] : [...slice.failed, ...slice.quarantined, ...slice.canceled];
}

/** null: it came back with another, or waits for one that did not. */
async function retryOne(
  deps: ServiceDependencies,
  read: SliceReader,
  { run, key }: { readonly run: string; readonly key: string },
  input: { readonly by: string },
): Promise<Decision<null> | null> {
  const task = await read.taskByKey(run, key);
  const slice = task === null ? null : await read.taskSlice(task.id, 'all');
  // Those that were skipped come back with what they were skipped for, or were left out by a person.
  if (slice === null || !taskEndedBadly(slice.task.state) || slice.task.state === 'skipped') return null;
  if (slice.openDependencies.some(({ state }) => taskEndedBadly(state))) return null;
  await refuseBesideLater(read, slice.run);
  return decideRetryTask(slice, input, surroundings(deps));
}
