import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { DELETED, isWrittenAgain } from '../../core/question/question_standing.ts';
import { findMarker } from '../../core/report/markers.ts';
import { showQuestions } from '../../core/run/run_effects.ts';
import { commit } from '../commit.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { nameAgain, type Occasion, settingsOf } from './occasion.ts';

/**
 * Somebody deleted the comment of a question that still waits for its answer: it is written once more, since nobody would be asked
 * otherwise. Whoever deletes that one too does not want it; the status goes on naming the question.
 */
export async function handleDeletedComment(
  occasion: Occasion,
  { comment }: Extract<IncomingBody, { kind: 'comment_deleted' }>,
): Promise<Handled> {
  const { deps, github, repository, isKnown } = occasion;
  if (comment.author.toLowerCase() !== github.botLogin.toLowerCase()) return ignored('The comment was not our own.');
  const marker = findMarker(comment.body);
  if (marker?.kind !== 'question') return ignored('Nothing follows from a deletion of this comment.');
  const { read } = deps.store;
  const run = isKnown ? await read.runById(marker.run) : null;
  if (run === null || run.repository !== repository.id) return ignored('It asked nothing of a run of this repository.');
  const what = `question:${marker.n}` as const;
  const shown = (await read.shown(run.id)).find((each) => each.what === what && each.number === comment.id);
  if (shown === undefined) return ignored('It was not where the question is asked.');
  const asked = await read.questionsByNumber(run.id, marker.n);
  if (!asked.some(({ state }) => state === 'open')) return ignored('Nobody waits for the answer any more.');
  if (isWrittenAgain(shown.digest)) return ignored('It was written once more already.');
  if (!(await mayGive(occasion, await settingsOf(occasion), ['answer']))) {
    return ignored('Its sender may not command here.');
  }
  await commit(deps, 'write_question_again', async (fresh) => ({
    changes: [
      ...(await nameAgain(fresh, occasion)).saving,
      { kind: 'remember_shown', shown: { ...shown, number: null, digest: DELETED } },
      ...settlingForGood(occasion, `The comment of Q${marker.n} is written once more.`),
    ],
    events: [],
    effects: [showQuestions(run.id, deps.newId())],
    result: null,
  }));
  return SETTLED;
}
