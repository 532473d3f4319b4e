import { taskBranch } from '../../core/branch_names.ts';
import type { Change } from '../../core/changes.ts';
import { returnTask as decideReturn, type ReturnInput } from '../../core/decide/return_task.ts';
import { Refusal } from '../../core/refusal.ts';
import type { TaskSlice } from '../../core/slices.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person gives a task back, with words for whoever goes on; `also` lands with it. Refuses one that nobody has. */
export async function returnTask(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string; readonly words: string },
  also: readonly Change[] = [],
): Promise<null> {
  const before = await deps.store.read.taskSlice(task, 'direct');
  const change = before === null ? null : await changeOf(deps, before);
  return commit(deps, 'return_task', async (read) => {
    const slice = await read.taskSlice(task, 'direct');
    if (slice === null) throw new Refusal('not_found', 'The task has gone with its run.');
    return withChanges(decideReturn(slice, { ...input, change }, surroundings(deps)), also);
  });
}

/** What stands on its branch now beyond what was left there; without GitHub what is known of it. */
async function changeOf({ github }: ServiceDependencies, slice: TaskSlice): Promise<ReturnInput['change']> {
  const { task, run, repository } = slice;
  if (task.takeover?.kind !== 'held') return null;
  const from = task.takeover.from ?? task.commit ?? run.baseCommit;
  if (from === null) return null;
  if (github !== null) {
    const found = await github.repositories.changeSince(repository, taskBranch(run.branchPrefix, task.key), from);
    return found === null ? null : { from, ...found };
  }
  const { pushed } = task;
  return pushed === null || pushed === from ? null : { from, head: pushed, summary: '' };
}
