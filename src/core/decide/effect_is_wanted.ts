import type { Effect } from '../effects/effect.ts';
import type { TaskSlice } from '../slices.ts';
import { heldBy } from '../task/takeover.ts';

/** Whether publishing or merging a task's work still serves the task; otherwise it is settled as superseded without being sent. */
export function effectIsWanted(
  { task }: Pick<TaskSlice, 'task'>,
  effect: Extract<Effect, { kind: 'publish_task' | 'merge_task' }>,
): boolean {
  if (effect.kind === 'publish_task' && effect.for === 'person')
    return task.state === 'blocked' && heldBy(task) !== null;
  return task.state === 'in_review' && task.commit === effect.commit;
}
