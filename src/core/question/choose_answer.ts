import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';

/**
 * What somebody's words mean as an answer: an option by its text, whatever its case, or by its number from 1; else the words
 * themselves, unless only options are taken.
 *
 * @throws Refusal `bad_request`, which names the options
 */
export function chooseAnswer(
  { n, options, onlyOptions }: Pick<QuestionRecord, 'n' | 'options' | 'onlyOptions'>,
  said: string,
): string {
  const words = said.trim();
  const byText = options.find((option) => option.toLowerCase() === words.toLowerCase());
  if (byText !== undefined) return byText;
  const byNumber = /^\d{1,3}$/.test(words) ? options[Number(words) - 1] : undefined;
  if (byNumber !== undefined) return byNumber;
  if (!onlyOptions && words !== '') return words;
  const choices = options.map((option, index) => `${index + 1} \`${option}\``).join(', ');
  throw new Refusal('bad_request', `Q${n} takes one of its options: ${choices}. Answer by text or number.`);
}
