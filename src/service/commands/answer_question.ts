import { answerQuestion as decideAnswer, howSettled } from '../../core/decide/answer_question.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { Refusal } from '../../core/refusal.ts';
import { runName } from '../../core/text/run_name.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { RunView } from '../../protocol/views.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readQuestion } from '../read_question.ts';
import { expireQuestion } from './expire_question.ts';

/**
 * A person answers what is asked in a run.
 *
 * @param about `Q3`, `3`, or the task that asks
 * @throws Refusal `not_found`, which names what is open; `not_allowed_in_state` where it is settled, or the task asks more than
 * one thing; `bad_request` where only options are taken, or a word is nearly one of them
 */
export async function answerQuestion(
  deps: ServiceDependencies,
  run: RunView,
  about: string,
  input: { readonly text: string; readonly by: string },
): Promise<QuestionView> {
  const { id } = await requireQuestion(deps, run, about);
  await giveAnswer(deps, id, input);
  const view = await deps.store.view.question(id);
  if (view === null) throw new Refusal('not_found', 'The question has gone with its run.');
  return view;
}

/** The same for a question that is known by its id. Where its deadline is over, that is settled first: its default counts. */
export async function giveAnswer(
  deps: ServiceDependencies,
  id: string,
  input: { readonly text: string; readonly by: string },
): Promise<null> {
  await expireQuestion(deps, id, deps.clock.now());
  return await commit(deps, 'answer_question', async (read) => {
    const slice = await readQuestion(read, id);
    if (slice === null) throw new Refusal('not_found', 'The question has gone with its run.');
    return decideAnswer(slice, input, surroundings(deps));
  });
}

async function requireQuestion(
  { store }: Pick<ServiceDependencies, 'store'>,
  run: RunView,
  about: string,
): Promise<QuestionRecord> {
  const number = /^q?(\d{1,9})$/i.exec(about)?.[1];
  const [numbered] = number === undefined ? [] : await store.read.questionsByNumber(run.id, Number(number));
  if (numbered !== undefined) return numbered;
  const task = await store.read.taskByKey(run.id, about);
  const asked = task === null ? [] : await store.read.questionsOf(task.id);
  const [first, ...others] = asked.filter(({ state }) => state === 'open');
  if (first !== undefined && others.length === 0) return first;
  if (task !== null && first !== undefined) {
    const each = [first, ...others].map(({ n, text }) => `Q${n} (${oneLine(text)})`).join(', ');
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` asks more than one thing: ${each}. Answer by number.`);
  }
  const last = asked.at(-1);
  if (last !== undefined) throw new Refusal('not_allowed_in_state', howSettled(last));
  throw new Refusal('not_found', await whatIsThere(store, run, about, task?.key));
}

async function whatIsThere(
  { view }: ServiceDependencies['store'],
  run: RunView,
  about: string,
  task: string | undefined,
): Promise<string> {
  const open = (await view.openQuestions()).filter((row) => row.run === run.id);
  const listed = open
    .map(({ question }) => `Q${question.n}${question.task === null ? '' : ` of \`${question.task}\``}`)
    .join(', ');
  const what =
    task === undefined ? `has no question or task \`${about}\`` : `has a task \`${task}\`, which asks nothing`;
  const others = open.length === 0 ? 'Nothing is asked in it.' : `It asks ${listed}.`;
  return `\`${runName(run)}\` ${what}. ${others}`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 80)}…`;
}
