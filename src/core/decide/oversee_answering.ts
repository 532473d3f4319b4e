import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { TaskSlice } from '../slices.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { endHiddenTask, endUnneeded } from './end_hidden_task.ts';
import { passQuestionOn } from './pass_question_on.ts';
import type { QuestionSlice } from './question_slice.ts';

/** Why a hidden task ends whose answer nothing waits for. */
export const ANSWER_NOT_NEEDED: Reason = { code: 'not_needed', message: 'The question was settled otherwise.' };

const NO_BUDGET = 'No budget is left for the orchestrator.';

/**
 * Ends a hidden task that is no longer wanted, for which no runner had a place in time, or no budget is left; people are asked then, as they are where it
 * ended without saying so. Anything else is left alone.
 */
export function overseeAnswering(slice: TaskSlice, asked: QuestionSlice | null, around: Surroundings): Decision<null> {
  const { task } = slice;
  const builder = new DecisionBuilder();
  if (asked === null || asked.question.state !== 'open') {
    endUnneeded(builder, slice, ANSWER_NOT_NEEDED, around.now);
    return builder.result(null);
  }
  const isSpent = slice.run.budgetStage === 'spent';
  if (task.state === 'ready' && (isSpent || (task.dueAt ?? 0) <= around.now)) {
    const because = isSpent ? NO_BUDGET : 'No runner had a place for the orchestrator.';
    passQuestionOn(builder, asked, { task: task.id, because }, around.now);
    endHiddenTask(builder, task, 'cancel', { code: 'not_needed', message: 'People are asked.' }, around.now);
    return builder.result(null);
  }
  if (!taskHasEnded(task.state)) return nothing(null);
  passQuestionOn(builder, asked, { task: task.id, because: 'The orchestrator did not answer.' }, around.now);
  return builder.result(null);
}
