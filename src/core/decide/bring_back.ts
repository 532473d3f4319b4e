import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { Dependent, TaskSlice } from '../slices.ts';
import { relyOnPlan } from './end_task.ts';
import { endedByOthers, reopenDependent, requireAsSeen, toReopen } from './reopen_dependents.ts';
import { reviveRun } from './revive_run.ts';

/**
 * What goes with an ended task that has come back, whatever it does now: who ended only because of it waits for it again, and a
 * run that had ended goes on. Needs all dependents in the slice.
 */
export function bringBack(builder: DecisionBuilder, slice: TaskSlice, around: Surroundings): void {
  const { task, run, openDependencies, dependents } = slice;
  relyOnPlan(builder, run);
  const reopened = toReopen(slice);
  for (const dependent of reopened) reopenDependent(builder, run.id, dependent);
  const back = [{ id: task.id, openDependencies: openDependencies.length }, ...reopened];
  const stays = dependents.filter((dependent) => endedByOthers(dependent) && !reopened.includes(dependent));
  requireAsSeen(builder, back, stays);
  for (const dependent of dependents) takeBack(builder, slice, dependent, reopened.includes(dependent));
  builder.change({ kind: 'count_open_tasks', run: run.id, by: 1 + reopened.length });
  const runState = reviveRun(builder, run, around);
  builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
}

/**
 * What went on in spite of the failure, or because the task was skipped, waits again, unless it has begun. So does what
 * ended meanwhile, in case it comes back.
 */
function takeBack(builder: DecisionBuilder, { task, run }: TaskSlice, dependent: Dependent, cameBack: boolean): void {
  const { direct, satisfied, attempts, state } = dependent;
  const rests = state === 'pending' || state === 'ready' || state === 'skipped' || state === 'canceled';
  if (!direct || !satisfied || attempts > 0 || !rests) return;
  // Writes what stands there: the change lands only if it still has not begun.
  if (!cameBack)
    builder.change({ kind: 'set_task', task: dependent.id, in: state, atAttempt: 0, set: { dueAt: null } });
  builder.change({ kind: 'reopen_dependency', run: run.id, task: dependent.id, dependsOn: task.id });
}
