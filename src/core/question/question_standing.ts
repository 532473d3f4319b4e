import type { QuestionRecord } from './question_record.ts';

/** What says how the comment of a question looks; all of one number together. */
export type StandingQuestion = Pick<QuestionRecord, 'n' | 'task' | 'state' | 'deadlineAt' | 'settledAt' | 'answering'>;

/** How a question stands, told by all that have its number: while it stays the same, its comment does. */
export function questionStanding(asked: readonly StandingQuestion[]): string {
  const each = asked.map(({ task, state, deadlineAt, settledAt }) => [task, state, deadlineAt, settledAt].join(':'));
  return each.toSorted().join(' ');
}
