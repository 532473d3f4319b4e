import type { Change } from '../../core/changes.ts';
import { branchPushed } from '../../core/decide/branch_pushed.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/**
 * A person pushed to a task's branch, up to `commit`, or deleted it (null); `also` lands with what follows. `isForced`: commits that
 * were on it are on it no more, which need not be the task's.
 */
export async function noteBranchPushed(
  deps: ServiceDependencies,
  task: string,
  { isForced = false, ...pushed }: { readonly commit: string | null; readonly by: string; readonly isForced?: boolean },
  also: readonly Change[] = [],
): Promise<null> {
  const dropped = isForced && pushed.commit !== null ? await droppedBy(deps, task, pushed.commit) : null;
  const input = { ...pushed, dropped };
  return commit(deps, 'branch_pushed', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : branchPushed(slice, input, surroundings(deps)), also);
  });
}

/** The task's own commit, where the branch's new head does not contain it. */
async function droppedBy({ store, github }: ServiceDependencies, id: string, head: string): Promise<string | null> {
  const slice = await store.read.taskSlice(id, 'direct');
  const own = slice?.task.commit ?? null;
  if (slice === null || github === null || own === null) return null;
  return (await github.repositories.contains(slice.repository, head, own)) ? null : own;
}
