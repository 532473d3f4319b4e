import type { Change } from '../../core/changes.ts';
import { finalPullReopened, pullReopened } from '../../core/decide/pull_reopened.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person opened the pull request of a task again; `also` lands with what follows. */
export function notePullReopened(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'pull_reopened', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : pullReopened(slice, input, surroundings(deps)), also);
  });
}

/** A person opened the final pull request of a run again; `also` lands with what follows. */
export function noteFinalPullReopened(
  deps: ServiceDependencies,
  run: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'final_pull_reopened', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : finalPullReopened(slice, input, surroundings(deps)), also);
  });
}
