import type { QuestionRecord } from './question_record.ts';

/** What says how the comment of a question looks; all of one number together. */
export type StandingQuestion = Pick<
  QuestionRecord,
  'n' | 'task' | 'source' | 'text' | 'state' | 'deadlineAt' | 'settledAt' | 'answering'
>;

/** How a question stands, told by all that have its number: while it stays the same, its comment does. */
export function questionStanding(asked: readonly StandingQuestion[]): string {
  const each = asked.map(({ task, source, text, state, deadlineAt, settledAt }) => {
    // Only that of a budget is asked in other words while it is open.
    const words = source === 'budget' && state === 'open' ? [text] : [];
    return [task, state, deadlineAt, settledAt, ...words].join(':');
  });
  return each.toSorted().join(' ');
}

/** Remembered of a comment that people deleted while it asked: it is written once more. */
export const DELETED = 'deleted';
/** Marks what is remembered of a comment that was written once more, which happens once. */
const AGAIN = ' again';

/** What is to be remembered of a comment that shows this standing, where `before` was remembered of it. */
export function standingAfter(before: string | undefined, standing: string): string {
  return before === DELETED || isWrittenAgain(before) ? `${standing}${AGAIN}` : standing;
}

/** Whether a comment stands there for the second time. */
export function isWrittenAgain(remembered: string | undefined): boolean {
  return remembered?.endsWith(AGAIN) ?? false;
}

/** What is to be remembered so that a comment is brought up to date whatever it says. */
export function toBeWrittenBack(remembered: string): string {
  return isWrittenAgain(remembered) ? AGAIN : '';
}
