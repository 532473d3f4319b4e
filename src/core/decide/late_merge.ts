import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { TaskSlice } from '../slices.ts';
import { awaitsVerification } from '../task/pushed_commits.ts';
import { taskHasEnded, taskMachine } from '../task/task_state.ts';
import { afterMerge } from './after_merge.ts';
import { succeedTask } from './end_task.ts';
import { succeedEnded } from './succeed_ended.ts';

/**
 * A merge that was on its way when its task failed, was canceled or was sent back to work: the commits are in, so the task has
 * succeeded. Where people have pushed more to its branch, or it is at work again, that goes on. Needs all dependents of an ended
 * task in the slice.
 */
export function countLateMerge(
  builder: DecisionBuilder,
  slice: TaskSlice,
  { commit, mergeCommit }: { readonly commit: string; readonly mergeCommit: string },
  around: Surroundings,
): void {
  const { task } = slice;
  if (task.commit !== commit || awaitsVerification(task) || !taskMachine.allows(task.state, 'merged')) return;
  if (taskHasEnded(task.state)) succeedEnded(builder, slice, { mergeCommit }, around);
  else succeedTask(builder, slice, { mergeCommit, dueAt: null }, task.state, around.now);
  afterMerge(builder, slice, around);
}
