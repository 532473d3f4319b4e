import { askQuestion as decideAsk } from '../../core/decide/ask_question.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { samenessOf } from '../../core/question/sameness.ts';
import { Refusal } from '../../core/refusal.ts';
import type { AskRequest, AskResponse } from '../../protocol/ask_messages.ts';
import { mapTexts } from '../../text/map_texts.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { orchestratorFor } from './orchestrator_for.ts';

/** How often an answer is looked for that nothing woke us for: another process may have taken it. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Asks a person once, and waits for the answer as long as the runner wants, or until it is gone. What looks like a token is taken out
 * of the question, whatever the runner did.
 *
 * @throws Refusal `attempt_not_current`, `impossible_report`, `not_allowed_in_state`, `unavailable`, `not_found`
 */
export async function askQuestion(
  deps: ServiceDependencies,
  told: AskRequest,
  gone: AbortSignal,
): Promise<AskResponse> {
  const { store, signals, clock } = deps;
  const request = mapTexts(told, withoutSecretShapes);
  await commit(deps, 'ask_question', async (read) => {
    const slice = await read.attemptSlice(request.attempt, 'direct');
    if (slice === null) throw new Refusal('attempt_not_current', 'There is no such attempt.');
    const questions = await read.questionsOf(slice.task.id);
    const sameness = samenessOf(request.asked);
    // Who asks the same waits for the same answer, whoever looks at it.
    const isShared = sameness !== null && (await read.asksAlike(slice.run.id, sameness));
    const orchestrator = isShared ? null : await orchestratorFor(deps, read, slice);
    return decideAsk(slice, { ...request, questions, orchestrator }, surroundings(deps));
  });
  const until = clock.now() + request.waitMs;
  for (;;) {
    const looked = new AbortController();
    const woken = signals.events.next(LOOK_AGAIN_MS, AbortSignal.any([gone, looked.signal]));
    try {
      const question = await store.read.questionById(request.question);
      if (question === null) throw new Refusal('not_found', 'The question has gone with its run.');
      if (question.state !== 'open' || clock.now() >= until || gone.aborted) return standingOf(question);
      await woken;
    } finally {
      looked.abort();
    }
  }
}

function standingOf({ n, state, answer, answeredBy }: QuestionRecord): AskResponse {
  switch (state) {
    case 'answered':
    case 'expired':
      return { state: 'answered', n, answer: answer ?? '', by: answeredBy };
    case 'open':
    case 'withdrawn':
      return { state, n };
    default:
      return state satisfies never;
  }
}
