import { asksMoreText, nothingAskedText, whichQuestionText } from '../../core/commands/which_question_texts.ts';
import { howSettled } from '../../core/decide/answer_question.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** A run, and how people name it. */
export type NamedRun = { readonly id: string; readonly name: string };

/**
 * The question that somebody names: the only open one where it is named by a task.
 *
 * @param about `Q3`, `3`, or the key of the task that asks; '': nothing was named
 * @throws Refusal `not_found`, which names what is open; `not_allowed_in_state` where the task asks more than one thing, or nothing
 * any more
 */
export async function requireQuestion(
  { store }: Pick<ServiceDependencies, 'store'>,
  run: NamedRun,
  about: string,
): Promise<QuestionRecord> {
  const number = /^q?(\d{1,9})$/i.exec(about)?.[1];
  const numbered = number === undefined ? [] : await store.read.questionsByNumber(run.id, Number(number));
  // Of several tasks that ask it some may not any more.
  const meant = numbered.find(({ state }) => state === 'open') ?? numbered[0];
  if (meant !== undefined) return meant;
  const task = await store.read.taskByKey(run.id, about);
  const asked = task === null ? [] : await store.read.questionsOf(task.id);
  const [first, ...others] = asked.filter(({ state }) => state === 'open');
  if (first !== undefined && others.length === 0) return first;
  if (task !== null && first !== undefined) {
    throw new Refusal('not_allowed_in_state', asksMoreText(task.key, [first, ...others]));
  }
  const last = asked.at(-1);
  if (last !== undefined) throw new Refusal('not_allowed_in_state', howSettled(last));
  throw new Refusal('not_found', await whatIsThere(store, run, about, task?.key));
}

async function whatIsThere(
  { view }: ServiceDependencies['store'],
  run: NamedRun,
  about: string,
  task: string | undefined,
): Promise<string> {
  const open = (await view.openQuestions()).filter((row) => row.run === run.id).map(({ question }) => question);
  if (about === '') return whichQuestionText(run.name, open);
  return nothingAskedText({ run: run.name, about, task }, open);
}
