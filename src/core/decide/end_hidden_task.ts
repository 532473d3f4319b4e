import type { DecisionBuilder } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import { type TaskInput, taskMachine } from '../task/task_state.ts';
import { moveTask, type TaskFields } from './move_task.ts';

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
