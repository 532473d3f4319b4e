import type { QuestionRecord } from '../question/question_record.ts';
import { onStartAnswer } from './approve_start.ts';
import { onWorkAnswer } from './approve_work.ts';
import { onBudgetAnswer } from './budget_question.ts';
import type { OnAnswer } from './given_answer.ts';
import { goOnOrLeave } from './go_on_or_leave.ts';
import { resumeTasks } from './resume_tasks.ts';

/** What an answer does, by who asked. */
export const ON_ANSWER: Readonly<Record<QuestionRecord['source'], OnAnswer>> = {
  agent: resumeTasks,
  protected_paths: resumeTasks,
  secret_shapes: resumeTasks,
  no_progress: goOnOrLeave,
  budget: onBudgetAnswer,
  approve_before: onStartAnswer,
  approve_after: onWorkAnswer,
};
