import type { DecisionBuilder } from '../decision.ts';
import type { TaskSlice } from '../slices.ts';
import { closeDependencies } from './end_task.ts';
import { endedByOthers, reopenDependent, requireAsSeen, toReopen } from './reopen_dependents.ts';

/**
 * A task that had ended badly is in the way no more: what ended only because of it comes back first, and then waits for it no
 * more. Answers how many came back. Needs all dependents in the slice.
 */
export function releaseDependents(
  builder: DecisionBuilder,
  slice: Pick<TaskSlice, 'task' | 'run' | 'dependents'>,
): number {
  const { task, run, dependents } = slice;
  const reopened = toReopen(slice);
  for (const dependent of reopened) reopenDependent(builder, run.id, dependent);
  closeDependencies(builder, slice);
  const back = reopened.map(({ id, openDependencies, direct, satisfied }) => ({
    id,
    openDependencies: direct && !satisfied ? openDependencies - 1 : openDependencies,
  }));
  const stays = dependents.filter(
    (dependent) =>
      endedByOthers(dependent) &&
      !reopened.includes(dependent) &&
      dependent.badDependencies.some((id) => id !== task.id),
  );
  requireAsSeen(builder, back, stays);
  if (reopened.length > 0) builder.change({ kind: 'count_open_tasks', run: run.id, by: reopened.length });
  return reopened.length;
}
