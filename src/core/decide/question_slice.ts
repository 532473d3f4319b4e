import type { Used } from '../../protocol/usage.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { RepositoryRecord, RunRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';

/** For what becomes of a question. */
export type QuestionSlice = {
  readonly run: RunRecord;
  readonly repository: RepositoryRecord;
  /** The one that is meant; others of its number are as open as it is, or were withdrawn. */
  readonly question: QuestionRecord;
  /** What the run has used; of questions about its budget. */
  readonly spent?: Used;
  /** The tasks that wait for the answer; none: it is about the whole run, or settled. */
  readonly askers: readonly Asker[];
};

/** A task that waits for an answer, with direct dependents. */
export type Asker = TaskSlice & {
  readonly question: QuestionRecord;
  /** Whether the task asks something else too. */
  readonly asksMore: boolean;
  /** All that was found in its work; of questions whether to go on. */
  readonly findings?: readonly FindingRecord[];
};
