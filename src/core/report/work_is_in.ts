import type { TaskView } from '../../protocol/views.ts';
import { taskEndedBadly } from '../task/task_state.ts';

/** Whether what a task made is merged, whatever became of further attempts that were to mend it. */
export function workIsIn(task: Pick<TaskView, 'state' | 'mergeCommit'>): boolean {
  return task.state === 'succeeded' || isUnmended(task);
}

/** Whether it is merged, and what was found in it stays as it is: the further attempt failed, or somebody ended it. */
export function isUnmended({ state, mergeCommit }: Pick<TaskView, 'state' | 'mergeCommit'>): boolean {
  return taskEndedBadly(state) && mergeCommit !== null;
}

/** To be read before how the further attempt ended. */
export const NOT_MENDED = 'what was found in it is not mended: ';
