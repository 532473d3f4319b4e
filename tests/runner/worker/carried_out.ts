import { afterAll, beforeAll, expect } from 'vitest';
import { ConversationEvent } from '../../../src/protocol/conversation.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { AnsweredQuestion } from '../../../src/protocol/questions.ts';
import type { FakeService } from '../../support/fake_service.ts';
import {
  endRunner,
  leftovers,
  type RequestChanges,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from './runner_fixture.ts';

/**
 * A stage for all tests of a file, with a runner of four slots, which in the end has ended well, has said nothing wrong to the
 * service and has left nothing behind. To be called at the top of the file; what it answers, from within tests.
 */
export function stageWithRunner(): () => Stage {
  let stage: Stage | undefined;
  let runner: StartedRunner | undefined;
  beforeAll(async () => {
    stage = await setStage();
    runner = runHere(stage, { slots: 4 });
  });
  afterAll(async () => {
    if (stage === undefined || runner === undefined) return;
    expect(await endRunner(runner)).toBe(0);
    expect(stage.service.complaints).toEqual([]);
    expect(await leftovers(stage)).toEqual([]);
    await stage.close();
  });
  return () => {
    if (stage === undefined) throw new Error('The stage is set up before the first test.');
    return stage;
  };
}

/** Has the stage's runner carry out one attempt, and gives all that is known of it. */
export async function carryOutOn(stage: Stage, changes: RequestChanges) {
  const request = requestOn(stage, changes);
  stage.service.offer(request);
  const outcome = await stage.service.outcome(request.attempt);
  const asked = stage.service.asked(request.attempt);
  return { request, outcome, asked, log: stage.service.log(request.attempt) };
}
export type Carried = Awaited<ReturnType<typeof carryOutOn>>;

/** Offers an attempt of an agent of this provider's, with this prompt. */
export function offerTo(
  stage: Stage,
  provider: string,
  prompt: string,
  changes: RequestChanges = {},
): ExecutionRequest {
  const { work, ...request } = requestOn(stage, { script: prompt, ...changes });
  if (work.kind !== 'agent') throw new Error('It is no agent.');
  const offered = { ...request, work: { ...work, agent: provider, provider } };
  stage.service.offer(offered);
  return offered;
}

/** What the next attempt is told of the question. */
export function answered({ asked: [question] }: Pick<Carried, 'asked'>, answer: string): AnsweredQuestion[] {
  if (question === undefined) throw new Error('nothing was asked');
  const { source, text, options, details = null } = question;
  return [{ n: 1, attempt: 1, source, text, options, details, answer, by: 'ada' }];
}

/** What was told of an attempt's conversation. */
export function conversationOf(service: FakeService, attempt: string): readonly ConversationEvent[] {
  return service
    .log(attempt, 'conversation')
    .trimEnd()
    .split('\n')
    .map((line) => ConversationEvent.parse(JSON.parse(line)));
}
