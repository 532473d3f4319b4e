import type { Change } from '../changes.ts';
import type { Reason } from '../reason.ts';
import type { TaskSlice } from '../slices.ts';

/** Why the task is to end as canceled whatever its attempt reports; null: it is not. */
export function cancelReason({ task, run }: Pick<TaskSlice, 'task' | 'run'>): Reason | null {
  if (run.cancel !== null) {
    return run.reason?.code === 'run_timed_out'
      ? { code: 'run_timed_out', message: 'The run reached its time limit.' }
      : { code: 'run_canceled', message: 'The run was canceled.' };
  }
  if (task.cancel !== null) return { code: 'canceled_by_person', message: 'The task was canceled.' };
  return null;
}

/** The guard of whatever lets the task go on: `cancelReason` was none, and still is. */
export function requireNotCanceled({ task, run }: Pick<TaskSlice, 'task' | 'run'>): Change {
  return { kind: 'require_not_canceled', run: run.id, in: run.state, task: task.id };
}
