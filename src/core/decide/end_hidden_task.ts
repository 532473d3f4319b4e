import { attemptIsLive } from '../attempt/attempt_state.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';
import { type TaskInput, taskMachine } from '../task/task_state.ts';
import { moveTask, type TaskFields } from './move_task.ts';
import { orderAttempt } from './order_cancel.ts';

type Ending = Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts'>;

/** A hidden task that is at work has done what it was there for. */
export function succeedHiddenTask(builder: DecisionBuilder, task: Ending, set: TaskFields, now: number): void {
  moveTask(builder, task, 'attempt_succeeded');
  const state = taskMachine.next(task.state, 'attempt_succeeded');
  moveTask(builder, { ...task, state }, 'merged', { ...set, dueAt: null, endedAt: now });
}

/** A hidden task ends otherwise. The run does not count it, and nothing waits for it. */
export function endHiddenTask(
  builder: DecisionBuilder,
  task: Ending,
  input: Extract<TaskInput, 'fail' | 'cancel'>,
  reason: Reason,
  now: number,
): void {
  moveTask(builder, task, input, { reason, endedAt: now, dueAt: null }, { reason });
}

/** A hidden task ends that nothing waits for any more: at once where it is not at work, else its attempt is told to. */
export function endUnneeded(
  builder: DecisionBuilder,
  { task, attempt }: Pick<TaskSlice, 'task' | 'attempt'>,
  reason: Reason,
  now: number,
): void {
  if (task.state === 'ready') endHiddenTask(builder, task, 'cancel', reason, now);
  if (task.state !== 'running' || task.cancel !== null || attempt === null || !attemptIsLive(attempt.state)) return;
  const { id, state, attempts } = task;
  builder.change({ kind: 'set_task', task: id, in: state, atAttempt: attempts, set: { cancel: 'graceful' } });
  orderAttempt(builder, attempt, 'graceful', reason);
}
