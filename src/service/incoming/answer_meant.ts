import type { CommandArguments } from '../../core/commands/command_arguments.ts';
import { saysNothingText } from '../../core/commands/which_question_texts.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Subject } from '../observations/subject.ts';
import type { Occasion } from './occasion.ts';

/** Which question, by its number or the key of a task, and what is said to it. `isNumbered`: the number stands there as it was written. */
export type Said = { readonly about: string; readonly text: string; readonly isNumbered: boolean };

/**
 * What `answer` was given. In the pull request of a task that asks anything the question need not be named, so that the first word belongs to
 * what is said, unless it names a question or a task.
 *
 * @param also ids of questions that count as open, since this very comment answered them
 */
export async function answerMeant(
  { deps }: Pick<Occasion, 'deps'>,
  { run, task }: Subject,
  { about, text, whole, isMadeOut }: CommandArguments['answer'],
  also: readonly string[] = [],
): Promise<Said> {
  const { read } = deps.store;
  const isNumber = /^q\d+$/i.test(about) || (/^\d+$/.test(about) && text !== '');
  if (task === null || isNumber || (about !== '' && (await read.taskByKey(run.id, about)) !== null)) {
    return { about, text, isNumbered: /^q?\d+$/i.test(about) && isMadeOut !== true };
  }
  const asked = (await read.questionsOf(task.id)).filter(({ id, state }) => state === 'open' || also.includes(id));
  const [only, ...others] = asked;
  if (only === undefined) return { about, text, isNumbered: false };
  return { about: others.length === 0 ? `Q${only.n}` : task.key, text: whole, isNumbered: false };
}

/** @throws Refusal `bad_request` where a question is named, and nothing is said to it */
export function requireWords(question: QuestionRecord, text: string): void {
  if (text === '' && question.state === 'open') throw new Refusal('bad_request', saysNothingText(question));
}
