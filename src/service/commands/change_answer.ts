import type { Change } from '../../core/changes.ts';
import { type AnsweredSlice, changeAnswer as decideChange } from '../../core/decide/change_answer.ts';
import { Refusal } from '../../core/refusal.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { withChanges } from '../with_changes.ts';

/**
 * A person changes an answer that they gave; `also` lands with it.
 *
 * @throws Refusal `not_allowed_in_state` where a task went on with it; `bad_request` as for an answer
 */
export function changeAnswer(
  deps: ServiceDependencies,
  question: string,
  input: { readonly text: string; readonly by: string },
  also: readonly Change[],
): Promise<null> {
  return commit(deps, 'change_answer', async (read) => {
    const slice = await readAnswered(read, question);
    if (slice === null) throw new Refusal('not_found', 'The question has gone with its run.');
    return withChanges(decideChange(slice, input, deps.clock.now()), also);
  });
}

async function readAnswered(read: SliceReader, id: string): Promise<AnsweredSlice | null> {
  const question = await read.questionById(id);
  const run = question === null ? null : await read.runById(question.run);
  if (question === null || run === null) return null;
  const all = await read.questionsByNumber(question.run, question.n);
  const askers = await Promise.all(
    all
      .filter(({ state }) => state === 'answered')
      .map(async (each) => {
        const slice = each.task === null ? null : await read.taskSlice(each.task, 'direct');
        return slice === null ? null : { task: slice.task, question: each };
      }),
  );
  return { run, question, askers: askers.filter((asker) => asker !== null) };
}
