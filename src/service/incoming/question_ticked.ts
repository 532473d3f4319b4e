import { noticedInVain } from '../../core/decide/notice.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { toBeWrittenBack } from '../../core/question/question_standing.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { tickedOption } from '../../core/replies/ticked_option.ts';
import { refusedTickNotice, severalTickedNotice } from '../../core/report/click_notices.ts';
import type { Marker } from '../../core/report/markers.ts';
import { showQuestions } from '../../core/run/run_effects.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { commit } from '../commit.ts';
import { actedUponBefore, settlingForGood } from './acted_upon.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { nameAgain, type Occasion, saidAt, savingNames, settingsOf } from './occasion.ts';
import { putBack } from './put_back.ts';

/**
 * Somebody edited the comment of a question: one option that they ticked is their answer. Whatever else they changed in it has no
 * meaning, and is written back as it should be. Whenever it was ticked: the box stands in the comment of the very question, so that whoever
 * ticks it has it before their eyes.
 */
export async function handleQuestionTick(
  occasion: Occasion,
  { issue, comment }: CommentEvent,
  { run: id, n }: Extract<Marker, { kind: 'question' }>,
): Promise<Handled> {
  const { deps, repository, sender, isKnown } = occasion;
  const run = isKnown ? await deps.store.read.runById(id) : null;
  if (run === null || run.repository !== repository.id || run.issue !== issue.number) {
    return ignored('It asks nothing of a run of this issue.');
  }
  const asked = await deps.store.read.questionsByNumber(run.id, n);
  const question = asked.find(({ state }) => state === 'open') ?? asked[0];
  if (question === undefined) return ignored('The question has gone with its run.');
  if (await actedUponBefore(occasion)) return ignored('It was acted upon before.');
  if (!(await mayGive(occasion, await settingsOf(occasion), ['answer']))) return putBack(occasion, comment);
  const ticked = tickedOption(comment.before ?? '', comment.body, question);
  if (ticked.kind === 'none') return writeBack(occasion, run, question, null);
  if (ticked.kind === 'several') {
    const notice = question.state === 'open' ? severalTickedNotice(sender.login, question.n) : null;
    return writeBack(occasion, run, question, notice);
  }
  try {
    const also = [...(await savingNames(occasion)), ...settlingForGood(occasion, `Q${n} was answered by a tick.`)];
    const given = { text: String(ticked.number), by: sender.login, at: saidAt(occasion, comment) };
    await giveAnswer(deps, question.id, given, also);
    return SETTLED;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return writeBack(occasion, run, question, refusedTickNotice(sender.login, question.n, error.message));
  }
}

/** The comment itself says what counts, and the status why a tick in it did nothing: a tick has no comment that could be answered. */
async function writeBack(
  occasion: Occasion,
  run: RunRecord,
  { n }: QuestionRecord,
  notice: string | null,
): Promise<Handled> {
  const { deps } = occasion;
  const why = notice === null ? [] : [noticedInVain(run, notice)];
  await commit(deps, 'write_question_back', async (read) => {
    const shown = (await read.shown(run.id)).filter(({ what }) => what === `question:${n}`);
    return {
      changes: [
        ...(await nameAgain(read, occasion)).saving,
        ...shown.map(
          (each) => ({ kind: 'remember_shown', shown: { ...each, digest: toBeWrittenBack(each.digest) } }) as const,
        ),
        ...settlingForGood(occasion, `The comment of Q${n} is written back as it should be.`),
      ],
      events: why,
      effects: [showQuestions(run.id, deps.newId())],
      result: null,
    };
  });
  return SETTLED;
}
