import type { Effect } from '../effects/effect.ts';
import type { TaskSlice } from '../slices.ts';

/** Whether publishing or merging a task's work still serves the task; otherwise it is settled as superseded without being sent. */
export function effectIsWanted(
  { task }: Pick<TaskSlice, 'task'>,
  { commit }: Extract<Effect, { kind: 'publish_task' | 'merge_task' }>,
): boolean {
  return task.state === 'in_review' && task.commit === commit;
}
