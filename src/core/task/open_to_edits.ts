import type { TaskRecord } from '../records.ts';
import type { TaskState } from './task_state.ts';

type Standing = Pick<TaskRecord, 'state' | 'attempts' | 'reason' | 'takeover' | 'approval'>;

/** An edit of the plan took it out, and none has put it back. */
export function isRemoved({
  state,
  reason,
}: {
  readonly state: TaskState;
  readonly reason: { readonly code: string } | null;
}): boolean {
  return state === 'canceled' && reason?.code === 'removed_from_plan';
}

/** It was skipped only because of a task that it waits for. */
export function isSkippedByOthers({ state, reason }: Pick<Standing, 'state' | 'reason'>): boolean {
  return state === 'skipped' && reason?.code !== 'skipped_by_person';
}

/** People are asked whether it may start. */
function asksToStart({ state, approval }: Standing): boolean {
  return state === 'blocked' && approval === 'before';
}

/** No attempt has begun the task, no person had it in their hands, and nobody has settled how it ends: an edit of the plan changes it as if it were new. */
export function isOpenToEdits(task: Standing): boolean {
  if (task.attempts > 0 || task.takeover !== null) return false;
  const rests = task.state === 'pending' || task.state === 'ready' || asksToStart(task);
  return rests || isSkippedByOthers(task) || isRemoved(task);
}

/** It was begun, or somebody had it in their hands, and it waits for others again, may have to, or was skipped with them. */
export function waitsAgain(task: Standing): boolean {
  if (isOpenToEdits(task)) return false;
  const { state, attempts } = task;
  return state === 'pending' || isSkippedByOthers(task) || (state === 'ready' && attempts === 0);
}
