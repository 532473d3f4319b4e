import type { AnsweredQuestion } from '../../../src/protocol/questions.ts';
import { type RequestChanges, requestOn, type Stage } from './runner_fixture.ts';

/** Has the stage's runner carry out one attempt, and gives all that is known of it. */
export async function carryOutOn(stage: Stage, changes: RequestChanges) {
  const request = requestOn(stage, changes);
  stage.service.offer(request);
  const outcome = await stage.service.outcome(request.attempt);
  const asked = stage.service.asked(request.attempt);
  return { request, outcome, asked, log: stage.service.log(request.attempt) };
}
export type Carried = Awaited<ReturnType<typeof carryOutOn>>;

/** What the next attempt is told of the question. */
export function answered({ asked: [question] }: Pick<Carried, 'asked'>, answer: string): AnsweredQuestion[] {
  if (question === undefined) throw new Error('nothing was asked');
  const { source, text, options, details = null } = question;
  return [{ n: 1, attempt: 1, source, text, options, details, answer, by: 'ada' }];
}
