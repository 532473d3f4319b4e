import type { Effect } from '../effects/effect.ts';
import type { TaskSlice } from './slices.ts';

/** Whether sending a task's effect still serves the task; otherwise it is settled as superseded without being sent. */
export function effectIsWanted({ task }: Pick<TaskSlice, 'task'>, effect: Effect): boolean {
  switch (effect.kind) {
    case 'publish_task':
    case 'merge_task':
      return task.state === 'in_review' && task.commit === effect.commit;
    default:
      return true;
  }
}
