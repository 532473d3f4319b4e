import type { AnsweredQuestion } from '../protocol/questions.ts';
import type { QuestionRecord } from './question/question_record.ts';
import type { TaskRecord } from './records.ts';

/** What the orchestrator is told of a question that it looks at before people are asked. */
export type OrchestratorQuestion = {
  readonly question: QuestionRecord;
  /** Key of the task that asks. */
  readonly asker: string;
  /** All tasks of the run in the order of the plan, at most 500. */
  readonly tasks: readonly TaskResult[];
  /** What was asked in the run and answered, in the order of asking; the newest fifty. */
  readonly answered: readonly AnsweredQuestion[];
};

/** A task with what it is to do and what came of it. */
export type TaskResult = Pick<TaskRecord, 'key' | 'state' | 'summary' | 'outputs'> & {
  readonly title: string;
  /** As Markdown. */
  readonly instructions: string;
};
