import type { Change } from '../changes.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import { heldBy } from '../task/takeover.ts';
import { type TaskInput, taskMachine } from '../task/task_state.ts';

/** What a move of a task may set. */
export type TaskFields = NonNullable<Extract<Change, { kind: 'move_task' }>['set']>;

/** Moves a task by the machine, with its event. An input that the state does not allow is refused by the machine's own error. */
export function moveTask(
  builder: DecisionBuilder,
  task: Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts'> & Partial<Pick<TaskRecord, 'takeover'>>,
  input: TaskInput,
  set?: TaskFields,
  note?: { readonly reason?: Reason; readonly delayMs?: number },
): void {
  const to = taskMachine.next(task.state, input);
  builder
    .change({
      kind: 'move_task',
      task: task.id,
      from: task.state,
      fromAttempt: task.attempts,
      to,
      ...(task.state === 'running' && heldBy({ takeover: task.takeover ?? null }) !== null ? { held: true } : {}),
      ...(set === undefined ? {} : { set }),
    })
    .event({ run: task.run, task: task.key, body: { kind: 'task_moved', from: task.state, to, ...note } });
}
