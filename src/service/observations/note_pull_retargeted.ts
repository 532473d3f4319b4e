import type { Change } from '../../core/changes.ts';
import {
  finalPullRetargeted,
  pullMergedElsewhere,
  pullRetargeted,
  type Retargeted,
} from '../../core/decide/pull_retargeted.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person pointed a task's pull request at another base; `also` lands with what follows. */
export function notePullRetargeted(
  deps: ServiceDependencies,
  task: string,
  input: Retargeted,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'pull_retargeted', async (read) => {
    const slice = await read.taskSlice(task, 'direct');
    return withChanges(slice === null ? nothing(null) : pullRetargeted(slice, input, surroundings(deps)), also);
  });
}

/** A person pointed the final pull request at another base; `also` lands with what follows. */
export function noteFinalPullRetargeted(
  deps: ServiceDependencies,
  run: string,
  input: Retargeted,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'final_pull_retargeted', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : finalPullRetargeted(slice, input), also);
  });
}

/** A person merged a task's pull request into another branch than the run's own; `also` lands with what follows. */
export function notePullMergedElsewhere(
  deps: ServiceDependencies,
  task: string,
  input: Retargeted,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'pull_merged_elsewhere', async (read) => {
    const slice = await read.taskSlice(task, 'direct');
    return withChanges(slice === null ? nothing(null) : pullMergedElsewhere(slice, input), also);
  });
}
