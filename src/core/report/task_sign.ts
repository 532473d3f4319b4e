import type { TaskView } from '../../protocol/views.ts';
import type { TaskState } from '../task/task_state.ts';
import { waitsForAnswer } from './waits_for_answer.ts';
import { isUnmended } from './work_is_in.ts';

const SIGNS: Readonly<Record<TaskState, string>> = {
  pending: '·',
  ready: '·',
  running: '▶',
  blocked: '?',
  retrying: '↻',
  in_review: '⇥',
  succeeded: '✓',
  failed: '✗',
  quarantined: '✗',
  skipped: '–',
  canceled: '–',
};

/** In a person's hands: it waits for nobody's answer. */
const TAKEN_SIGN = '✎';

/** How a task stands, as one sign before its name. */
export function signOf(task: TaskView): string {
  if (task.takenBy !== null && task.state === 'blocked') return TAKEN_SIGN;
  if (task.state === 'skipped' && isUnmended(task)) return SIGNS.succeeded;
  return waitsForAnswer(task) ? SIGNS.blocked : SIGNS[task.state];
}
