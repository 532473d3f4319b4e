import { askedLaterText } from '../../core/commands/which_question_texts.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { wasSeen } from '../../core/question/was_seen.ts';
import { Refusal } from '../../core/refusal.ts';
import type { SliceReader } from '../ports/store.ts';

/** What somebody wrote, and when, in epoch milliseconds by GitHub's clock. */
export type Written = { readonly words: string; readonly at: number };

/**
 * For words that do not name a question by its number: webhooks come late, so that they may be about what was asked before.
 *
 * @throws Refusal `not_allowed_in_state` where the open question was not shown yet when they were written; it says what is asked now
 */
export async function requireSeen(
  read: Pick<SliceReader, 'shown'>,
  question: QuestionRecord,
  { words, at }: Written,
): Promise<void> {
  if (question.state !== 'open' || wasSeen(question, await read.shown(question.run), at)) return;
  throw new Refusal('not_allowed_in_state', askedLaterText(question, words));
}
