import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { AttemptSlice } from '../slices.ts';
import { taskMachine } from '../task/task_state.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { withdrawQuestions } from './withdraw_questions.ts';

/**
 * What becomes of a running task whose attempt ended to wait for a person: it is blocked until its last question is settled. Where
 * that happened while the attempt was ending, it goes on at once. Needs all dependents in the slice where it is to be canceled.
 *
 * @param questions all of the task
 */
export function settleBlocked(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  questions: readonly QuestionRecord[],
  around: Surroundings,
): void {
  const { task } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    withdrawQuestions(builder, slice.attempt, canceled.message);
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  const asks = questions.some(({ state }) => state === 'open');
  builder
    .change({ kind: 'release_locks', task: task.id }, requireNotCanceled(slice))
    .change({ kind: 'require_questions', task: task.id, open: asks ? 'some' : 'none' });
  moveTask(builder, task, 'ask');
  if (!asks) moveTask(builder, { ...task, state: taskMachine.next('running', 'ask') }, 'answered');
}
