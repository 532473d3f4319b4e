import type { Change } from '../../core/changes.ts';
import { branchPushed } from '../../core/decide/branch_pushed.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person pushed to a task's branch, up to `commit`, or deleted it (null); `also` lands with what follows. */
export function noteBranchPushed(
  deps: ServiceDependencies,
  task: string,
  input: { readonly commit: string | null; readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'branch_pushed', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : branchPushed(slice, input, surroundings(deps)), also);
  });
}
