import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { Reason } from '../reason.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { closeDependencies } from './end_task.ts';
import type { TaskFields } from './move_task.ts';
import { moveTask } from './move_task.ts';
import { releaseDependents } from './release_dependents.ts';
import { reviveRun } from './revive_run.ts';

/**
 * The work of a task that had failed or was canceled is in all the same: a merge was on its way, or a person merged it. What is
 * in counts. What ended because of the task comes back, and a run that had failed goes on; one that was canceled stays so, and
 * what was canceled with it. Needs all dependents in the slice.
 */
export function succeedEnded(builder: DecisionBuilder, slice: TaskSlice, set: TaskFields, around: Surroundings): void {
  const { task, run } = slice;
  moveTask(builder, task, 'merged', { ...set, reason: null, cancel: null, dueAt: null, endedAt: around.now });
  if (run.cancel !== null || run.state === 'canceled' || run.state === 'succeeded') {
    // Whoever of them is retried later has nothing to wait for here any more.
    closeDependencies(builder, slice);
    if (run.state !== 'succeeded') tellOthers(builder, slice);
    return;
  }
  const reopened = releaseDependents(builder, slice);
  const runState = reopened > 0 || runHasEnded(run.state) ? reviveRun(builder, run, around) : run.state;
  builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
}

/** Who was skipped because of the task stays so with its run, and no longer because of the task. */
function tellOthers(builder: DecisionBuilder, { task, dependents }: TaskSlice): void {
  const reason: Reason = { code: 'run_canceled', message: 'The run was canceled.' };
  for (const { id, state, attempts, reason: before } of dependents) {
    if (state !== 'skipped' || before?.task !== task.key) continue;
    builder.change({ kind: 'set_task', task: id, in: state, atAttempt: attempts, set: { reason } });
  }
}
