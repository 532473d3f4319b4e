import type { Change } from '../core/changes.ts';
import { finalPullClosed } from '../core/decide/final_pull_closed.ts';
import { type PullClosed, pullClosed } from '../core/decide/pull_closed.ts';
import { nothing } from '../core/decision.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';
import { withChanges } from './with_changes.ts';

/** A person merged or closed the pull request of a task; `also` lands with what follows. */
export function notePullClosed(
  deps: ServiceDependencies,
  task: string,
  input: PullClosed,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'pull_closed', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    return withChanges(slice === null ? nothing(null) : pullClosed(slice, input, surroundings(deps)), also);
  });
}

/** A person merged or closed the final pull request of a run; `also` lands with what follows. */
export function noteFinalPullClosed(
  deps: ServiceDependencies,
  run: string,
  input: PullClosed,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'final_pull_closed', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : finalPullClosed(slice, input, surroundings(deps)), also);
  });
}
