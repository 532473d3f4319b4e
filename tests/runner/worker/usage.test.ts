import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import {
  endRunner,
  type RequestChanges,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from './runner_fixture.ts';

let stage: Stage;
let runner: StartedRunner;
beforeAll(async () => {
  stage = await setStage();
  runner = runHere(stage, { slots: 4 });
});
afterAll(async () => {
  expect(await endRunner(runner)).toBe(0);
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

/** An attempt of an agent that counts. */
function counting(text: string, changes: RequestChanges = {}): ExecutionRequest {
  const { work, ...request } = requestOn(stage, { script: text, ...changes });
  if (work.kind !== 'agent') throw new Error('It is no agent that counts.');
  const counted = { ...request, work: { ...work, agent: 'counter', provider: 'counter' } };
  stage.service.offer(counted);
  return counted;
}

it('the end of an attempt says what it has used, as the agent reckons', async () => {
  const { attempt } = counting('answers: 3');
  expect(await stage.service.outcome(attempt)).toMatchObject({
    kind: 'succeeded',
    usage: {
      inputTokens: 2_700,
      cachedTokens: 0,
      outputTokens: 300,
      costMicros: 12_300,
      model: 'claude-sonnet-5-5',
    },
  });
});

it('an attempt that is canceled has used what it had used by then', async () => {
  const { attempt } = counting('go on');
  await stage.service.until(() => stage.service.used(attempt)?.inputTokens === 18_000);
  stage.service.direct(attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
  expect(await stage.service.outcome(attempt)).toMatchObject({
    kind: 'canceled',
    usage: { inputTokens: 18_000, outputTokens: 2_000, costMicros: null },
  });
});
