import type { Change } from '../../core/changes.ts';
import { answerQuestion as decideAnswer } from '../../core/decide/answer_question.ts';
import { Refusal } from '../../core/refusal.ts';
import { runName } from '../../core/text/run_name.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { RunView } from '../../protocol/views.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { expireQuestion } from '../expire_question.ts';
import { readQuestion } from '../read_question.ts';
import { withChanges } from '../with_changes.ts';
import { requireQuestion } from './require_question.ts';

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
  const { id } = await requireQuestion(deps, { id: run.id, name: runName(run) }, about);
  await giveAnswer(deps, id, input);
  const view = await deps.store.view.question(id);
  if (view === null) throw new Refusal('not_found', 'The question has gone with its run.');
  return view;
}

/**
 * The same for a question that is known by its id; `also` lands with it. Where its deadline was over when the answer came (`at`, in
 * epoch milliseconds; by itself now), that is settled first: its default counts.
 */
export async function giveAnswer(
  deps: ServiceDependencies,
  id: string,
  input: { readonly text: string; readonly by: string; readonly at?: number },
  also: readonly Change[] = [],
): Promise<null> {
  await expireQuestion(deps, id, input.at ?? deps.clock.now());
  return await commit(deps, 'answer_question', async (read) => {
    const slice = await readQuestion(read, id);
    if (slice === null) throw new Refusal('not_found', 'The question has gone with its run.');
    return withChanges(decideAnswer(slice, input, surroundings(deps)), also);
  });
}
