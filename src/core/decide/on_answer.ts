import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { onBudgetAnswer } from './budget_question.ts';
import { goOnOrLeave } from './go_on_or_leave.ts';
import type { QuestionSlice } from './question_slice.ts';
import { resumeTasks } from './resume_tasks.ts';

/** What was answered. `by` null: nobody answered by the deadline, so that the default counts. */
export type GivenAnswer = { readonly answer: string; readonly by: string | null };

/**
 * Adds to a decision what an answer does; the question itself is settled before it. Whatever relies on tasks standing as they are in
 * the slice is guarded here.
 */
export type OnAnswer = (
  builder: DecisionBuilder,
  slice: QuestionSlice,
  given: GivenAnswer,
  around: Surroundings,
) => void;

/** What an answer does, by who asked. */
export const ON_ANSWER: Readonly<Record<QuestionRecord['source'], OnAnswer>> = {
  agent: resumeTasks,
  protected_paths: resumeTasks,
  secret_shapes: resumeTasks,
  no_progress: goOnOrLeave,
  budget: onBudgetAnswer,
};
