import type { Change } from '../../core/changes.ts';
import { retryRun as decideRetryRun } from '../../core/decide/retry_run.ts';
import { retryTask as decideRetryTask } from '../../core/decide/retry_task.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { TaskSlice } from '../../core/slices.ts';
import { taskEndedBadly } from '../../core/task/task_state.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { withChanges } from '../with_changes.ts';
import { refuseBesideLater } from './refuse_beside_later.ts';

/** What became of one of several tasks. `passed_over`: it came back with another, or waits for one that did not. */
type Retried = 'passed_over' | 'retried' | 'last_retried';

/**
 * A person sends everything back to work that failed or was canceled, a task at a time, each with what waited for it; a
 * run without such a task concludes anew. `also` lands with the last of it: where a process dies before that, whoever asks again has the
 * rest retried. Refuses where there is nothing to retry.
 */
export async function retryRun(
  deps: ServiceDependencies,
  run: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  const keys = await badTasks(deps, run);
  let retried = 0;
  for (const [nth, key] of keys.entries()) {
    const done = await commit(deps, 'retry_task', async (read): Promise<Decision<Retried>> => {
      const slice = await sliceOf(read, run, key);
      if (slice === null || !isToRetry(slice, new Set())) return nothing('passed_over');
      await refuseBesideLater(read, slice.run);
      const decision = decideRetryTask(slice, input, surroundings(deps));
      if (await isMoreLeft(read, run, keys.slice(nth + 1), decision)) return { ...decision, result: 'retried' };
      return { ...withChanges(decision, also), result: 'last_retried' };
    });
    if (done === 'last_retried') return null;
    if (done === 'retried') retried += 1;
  }
  return commit(deps, 'retry_run', async (read) => {
    // What was left came back otherwise meanwhile.
    const slice = retried > 0 ? null : await read.runSlice(run);
    if (slice !== null) await refuseBesideLater(read, slice.run);
    return withChanges(slice === null ? nothing(null) : decideRetryRun(slice, input, surroundings(deps)), also);
  });
}

/** Keys in the order of the plan, so that what comes first is retried first. */
async function badTasks({ store }: ServiceDependencies, run: string): Promise<readonly string[]> {
  const slice = await store.read.concludeSlice(run);
  return (slice?.bad ?? []).map(({ key }) => key);
}

async function sliceOf(read: SliceReader, run: string, key: string): Promise<TaskSlice | null> {
  const task = await read.taskByKey(run, key);
  return task === null ? null : read.taskSlice(task.id, 'all');
}

/** `back`: keys of others that will have come back by then. */
function isToRetry({ task, openDependencies }: TaskSlice, back: ReadonlySet<string>): boolean {
  // Those that were skipped come back with what they were skipped for, or were left out by a person.
  if (!taskEndedBadly(task.state) || task.state === 'skipped') return false;
  return !openDependencies.some(({ key, state }) => taskEndedBadly(state) && !back.has(key));
}

/** Whether any of these is to be retried once `decision`, which brings others back, has landed. */
async function isMoreLeft(
  read: SliceReader,
  run: string,
  keys: readonly string[],
  { events }: Decision<unknown>,
): Promise<boolean> {
  const back = new Set(events.flatMap(({ task, body }) => (body.kind === 'task_moved' ? (task ?? []) : [])));
  for (const key of keys.filter((each) => !back.has(each))) {
    const slice = await sliceOf(read, run, key);
    if (slice !== null && isToRetry(slice, back)) return true;
  }
  return false;
}
