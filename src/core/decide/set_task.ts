import type { Change } from '../changes.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskFields } from './move_task.ts';

/** Sets fields of a task that stays where it is. Lands only while it stands there: in this state, and with this attempt as its newest. */
export function setTask(
  { id, state, attempts }: Pick<TaskRecord, 'id' | 'state' | 'attempts'>,
  set: TaskFields,
): Change {
  return { kind: 'set_task', task: id, in: state, atAttempt: attempts, set };
}
