import { howSettled } from '../../core/decide/answer_question.ts';
import { quoted } from '../../core/plan/read/problems.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** A run, and how people name it. */
export type NamedRun = { readonly id: string; readonly name: string };

/**
 * The question that somebody names: the only open one where it is named by a task.
 *
 * @param about `Q3`, `3`, or the key of the task that asks
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
    const each = [first, ...others].map(({ n, text }) => `Q${n} (${quoted(text)})`).join(', ');
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` asks more than one thing: ${each}. Answer by number.`);
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
  const open = (await view.openQuestions()).filter((row) => row.run === run.id);
  const listed = open
    .map(({ question }) => `Q${question.n}${question.task === null ? '' : ` of \`${question.task}\``}`)
    .join(', ');
  const what =
    task === undefined ? `has no question or task ${quoted(about)}` : `has a task \`${task}\`, which asks nothing`;
  const others = open.length === 0 ? 'Nothing is asked in it.' : `It asks ${listed}.`;
  return `\`${run.name}\` ${what}. ${others}`;
}
