import type { ServiceDependencies } from '../dependencies.ts';
import { expireQuestion } from '../expire_question.ts';
import { forEachDue } from './for_each_due.ts';

/** How long after its deadline a default waits at most for webhooks that came before it and could not be processed yet. */
const WAIT_MS = 3_600_000;

/**
 * Where nobody has answered in time the default counts. What came in time and was not processed yet, since the service was down or
 * GitHub could not be asked, may be an answer, so it goes first. Says whether there may be more such questions.
 */
export async function expireQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  const waiting = await deps.store.deliveries.waitingSince();
  const until = waiting === null ? now : Math.min(now, Math.max(waiting - 1, now - WAIT_MS));
  return await forEachDue(
    (limit) => deps.store.due.questionsDue(until, limit),
    (question) => expireQuestion(deps, question, until),
  );
}
