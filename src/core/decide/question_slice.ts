import type { QuestionRecord } from '../question/question_record.ts';
import type { TaskSlice } from '../slices.ts';

/** For what becomes of a question. */
export type QuestionSlice = TaskSlice & {
  readonly question: QuestionRecord;
  /** Whether the task asks something else too. */
  readonly asksMore: boolean;
};
