import { ANSWER_LIMIT } from '../../protocol/questions.ts';
import { withoutInvisible } from '../../text/visible_text.ts';
import { quoted } from '../plan/read/problems.ts';
import { nearest } from '../plan/suggest.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';
import { optionMeant } from './option_meant.ts';
import { mistakenConsent, yesOrNoMeant } from './yes_or_no.ts';

/**
 * What somebody's words mean as an answer: an option by its text, whatever its case and whatever stands around it, or by its number from 1; else the words
 * themselves, unless only options are taken. One word that is nearly an option is not taken for an answer: it may be one that was mistyped;
 * nor is a number beyond those of the options. Where yes or no is asked, a yes is the first option and a no the second, and words that
 * may be a yes are not taken for something else. Characters that nobody sees make no answer, and keep no option from being meant.
 *
 * @throws Refusal `bad_request`, which names the options, or the one that may be meant
 */
export function chooseAnswer(
  question: Pick<QuestionRecord, 'n' | 'source' | 'options' | 'onlyOptions'>,
  said: string,
): string {
  const { n, options, onlyOptions } = question;
  // A database ends a text there, so that the answer would never be what it says.
  const words = said.replaceAll('\0', '').trim();
  if (words.length > ANSWER_LIMIT) {
    const most = `An answer has at most ${ANSWER_LIMIT.toLocaleString('en')} characters.`;
    throw new Refusal('bad_request', `${most} Put the rest where the task can read it, and name the place.`);
  }
  const seen = withoutInvisible(words).trim();
  if (seen === '' && !onlyOptions) {
    throw new Refusal('bad_request', `Q${n} is not answered yet: nothing can be seen of the answer.`);
  }
  const option = optionMeant(options, words) ?? optionMeant(options, seen) ?? yesOrNoMeant(question, seen);
  if (option !== null) return option;
  const own = onlyOptions ? '' : ' An answer of your own takes more than one word then.';
  const meant = /^\p{L}[^\s]{2,}$/u.test(seen) ? nearest(seen, options) : undefined;
  if (meant !== undefined) {
    throw new Refusal('bad_request', `Q${n} has no option ${quoted(seen)}. Did you mean ${quoted(meant)}?${own}`);
  }
  const mistaken = seen === '' ? null : mistakenConsent(question, seen);
  if (mistaken !== null) throw new Refusal('bad_request', mistaken);
  const isNumber = options.length > 0 && /^\d+$/.test(seen);
  if (!onlyOptions && !isNumber) return words;
  const choices = options.map((option, index) => `${index + 1} ${quoted(option)}`).join(', ');
  if (isNumber) {
    const message = `Q${n} has no option ${seen}, only ${choices}. Answer by text or number.${own}`;
    throw new Refusal('bad_request', message);
  }
  throw new Refusal('bad_request', `Q${n} takes one of its options: ${choices}. Answer by text or number.`);
}
