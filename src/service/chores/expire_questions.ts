import { haveRecovered } from '../deliveries/recover_deliveries.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { expireQuestion } from '../expire_question.ts';
import { forEachDue } from './for_each_due.ts';

/** How long after its deadline, or after an outage, a default waits at most for what may have been said before the deadline. */
const WAIT_MS = 3_600_000;

/**
 * Where nobody has answered in time the default counts. What was said in time and was not processed yet, since the service was down or
 * GitHub could not be asked, may be an answer, so it goes first. Says whether there may be more such questions.
 */
export async function expireQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  const until = await heardUntil(deps, now);
  return await forEachDue(
    (limit) => deps.store.due.questionsDue(until, limit),
    (question) => expireQuestion(deps, question, until),
  );
}

/** Until when all is known that was said, or is waited for no longer, in epoch milliseconds: no later deadline is settled yet. */
async function heardUntil(deps: ServiceDependencies, now: number): Promise<number> {
  const steadySince = (await deps.store.ticks.steadySince()) ?? 0;
  const waiting = await deps.store.deliveries.waitingSince();
  const latest = now - WAIT_MS;
  // What GitHub sends anew after an outage comes later than it was said.
  const isOutageOver = steadySince <= latest || (waiting === null && (await haveRecovered(deps, steadySince)));
  if (!isOutageOver) return latest;
  return waiting === null ? now : Math.min(now, Math.max(waiting - 1, latest));
}
