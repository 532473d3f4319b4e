import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { CancelHow, RunRecord, TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { offerRun } from '../run/run_effects.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { RunSlice, TaskSlice } from '../slices.ts';
import { isHidden } from '../task/hidden_task.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { runStanding } from '../text/run_standing.ts';
import { taskStanding } from '../text/task_standing.ts';
import { endOfCanceled } from './conclude_run.ts';
import { endHiddenTask } from './end_hidden_task.ts';
import { endTaskBadly, markEnded } from './end_task.ts';
import { moveRun } from './move_run.ts';
import { isOrderedAlready, orderAttempt } from './order_cancel.ts';
import { setTask } from './set_task.ts';

/** Who or what cancels. */
export type CancelInput = { readonly how: CancelHow; readonly by: string };

/**
 * A person cancels one task. A task at work is told to end and is canceled when its attempt has; any other is canceled
 * at once. Asking for `immediate` after `graceful` sharpens the order. Needs all dependents in the slice.
 */
export function cancelTask(slice: TaskSlice, input: CancelInput, around: Surroundings): Decision<null> {
  const { task, run, attempt } = slice;
  if (task.state === 'canceled') return nothing(null);
  if (taskHasEnded(task.state)) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` ${taskStanding(task.state)}; there is nothing to cancel.`,
    );
  }
  if (isOrderedAlready(task.cancel, input.how)) return nothing(null);
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'task_cancel_requested', ...input } });
  const reason: Reason = { code: 'canceled_by_person', message: `Canceled by ${input.by}.` };
  if (task.state === 'running' && attempt !== null && attemptIsLive(attempt.state)) {
    orderTask(builder, task, input.how);
    orderAttempt(builder, attempt, input.how, reason);
  } else {
    endTaskBadly(builder, slice, 'cancel', reason, around.now);
  }
  return builder.result(null);
}

/** Ends a whole run: by a person, or because its time is over. What is at work is told to end; the rest ends at once. */
export function cancelRun(
  slice: RunSlice,
  input: CancelInput & { readonly because: 'person' | 'deadline' },
  around: Surroundings,
): Decision<null> {
  const { run } = slice;
  if (run.state === 'canceled') return nothing(null);
  if (runHasEnded(run.state)) {
    throw new Refusal('not_allowed_in_state', `The run ${runStanding(run.state)}; there is nothing to cancel.`);
  }
  if (isOrderedAlready(run.cancel, input.how)) return nothing(null);
  const reason: Reason =
    input.because === 'deadline'
      ? { code: 'run_timed_out', message: 'The run reached its time limit.' }
      : { code: 'run_canceled', message: `Canceled by ${input.by}.` };
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, body: { kind: 'run_cancel_requested', how: input.how, by: input.by } });
  const resting = slice.open.filter((task) => task.state !== 'running' && task.state !== 'in_review');
  for (const { kind, ...task } of resting) {
    const end = isHidden(kind) ? endHiddenTask : markEnded;
    end(builder, { ...task, run: run.id }, 'cancel', reason, around.now);
  }
  builder.change({ kind: 'require_no_resting_task', run: run.id });
  for (const attempt of slice.liveAttempts) orderAttempt(builder, attempt, input.how, reason);
  markRun(builder, run, input.how, reason, around);
  return builder.result(null);
}

/**
 * A run without anything at work ends now: one that has not begun, or that waits for its final review. Any other ends when
 * its last task has; a paused one goes on to do so, and hands out nothing.
 */
function markRun(builder: DecisionBuilder, run: RunRecord, how: CancelHow, reason: Reason, around: Surroundings): void {
  const set = { cancel: how, reason };
  switch (run.state) {
    case 'pending':
      moveRun(builder, run, ['cancel'], { ...set, endedAt: around.now });
      return;
    case 'in_review':
      builder.change({ kind: 'require_no_open_tasks', run: run.id });
      moveRun(builder, run, [endOfCanceled({ reason })], { ...set, endedAt: around.now });
      builder.effect(offerRun(run.id, around.newId()));
      return;
    case 'paused':
      moveRun(builder, run, ['resume'], set);
      builder.change({ kind: 'wake_effects', run: run.id, at: around.now });
      return;
    default:
      builder.change({ kind: 'set_run', run: run.id, in: run.state, set });
  }
}

function orderTask(builder: DecisionBuilder, task: TaskRecord, how: CancelHow): void {
  builder.change(setTask(task, { cancel: how }));
}
