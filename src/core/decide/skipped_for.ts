import type { Reason } from '../reason.ts';
import type { TaskState } from '../task/task_state.ts';

/** Why a task is skipped with one that it waits for, by the key of that and how it ended, which was not well. */
export function skippedFor(key: string, state: TaskState): Reason {
  const how = state === 'failed' ? 'failed' : `was ${state}`;
  return { code: codeOf(state), message: `\`${key}\` ${how}.`, task: key };
}

/** A quarantined task has failed, for whoever waited for it. */
function codeOf(state: TaskState): Reason['code'] {
  if (state === 'skipped') return 'dependency_skipped';
  return state === 'canceled' ? 'dependency_canceled' : 'dependency_failed';
}
