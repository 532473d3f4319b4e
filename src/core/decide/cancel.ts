import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../changes.ts';
import type { AttemptRecord, CancelHow, Reason, RunRecord, TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { runHasEnded, runMachine } from '../run/run_state.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { endTaskBadly, markEnded } from './end_task.ts';
import type { RunSlice, TaskSlice } from './slices.ts';

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
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` is ${task.state}; there is nothing to cancel.`);
  }
  if (isOrderedAlready(task.cancel, input.how)) return nothing(null);
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'task_cancel_requested', ...input } });
  const reason: Reason = { code: 'canceled_by_person', message: `Canceled by ${input.by}.` };
  if (task.state === 'running' && attempt !== null && attemptIsLive(attempt.state)) {
    orderTask(builder, task, input.how);
    orderAttempt(builder, attempt, input.how, reason.message);
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
    throw new Refusal('not_allowed_in_state', `The run is ${run.state}; there is nothing to cancel.`);
  }
  if (isOrderedAlready(run.cancel, input.how)) return nothing(null);
  const reason: Reason =
    input.because === 'deadline'
      ? { code: 'run_timed_out', message: 'The run reached its time limit.' }
      : { code: 'run_canceled', message: `Canceled by ${input.by}.` };
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, body: { kind: 'run_cancel_requested', how: input.how, by: input.by } });
  const resting = slice.open.filter((task) => task.state !== 'running' && task.state !== 'in_review');
  for (const task of resting) markEnded(builder, { ...task, run: run.id }, 'cancel', reason, around.now);
  builder.change({ kind: 'require_no_resting_task', run: run.id });
  for (const attempt of slice.liveAttempts) orderAttempt(builder, attempt, input.how, reason.message);
  markRun(builder, run, input.how, reason, around.now);
  return builder.result(null);
}

/** A run that has not begun ends now; any other ends when its last task has. */
function markRun(builder: DecisionBuilder, run: RunRecord, how: CancelHow, reason: Reason, now: number): void {
  if (run.state !== 'pending') {
    builder.change({ kind: 'set_run', run: run.id, in: run.state, set: { cancel: how, reason } });
    return;
  }
  const to = runMachine.next('pending', 'cancel');
  builder
    .change({ kind: 'move_run', run: run.id, from: 'pending', to, set: { cancel: how, reason, endedAt: now } })
    .event({ run: run.id, body: { kind: 'run_moved', from: 'pending', to, reason } });
}

/** Whether an order as strong as this was given before; a weaker one never softens it. */
function isOrderedAlready(ordered: CancelHow | null, how: CancelHow): boolean {
  return ordered === 'immediate' || ordered === how;
}

function orderTask(builder: DecisionBuilder, task: TaskRecord, how: CancelHow): void {
  builder.change({ kind: 'set_task', task: task.id, in: task.state, atAttempt: task.attempts, set: { cancel: how } });
}

function orderAttempt(
  builder: DecisionBuilder,
  attempt: Pick<AttemptRecord, 'id' | 'state' | 'cancel'>,
  how: CancelHow,
  reason: string,
): void {
  if (isOrderedAlready(attempt.cancel?.how ?? null, how)) return;
  builder.change({ kind: 'order_cancel', attempt: attempt.id, in: attempt.state, how, reason });
}
