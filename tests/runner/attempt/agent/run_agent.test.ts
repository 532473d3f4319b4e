import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  endRunner,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from '../../worker/runner_fixture.ts';

const NOW_SECONDS = 1_800_000_000;

let stage: Stage;
let runner: StartedRunner;
beforeAll(async () => {
  stage = await setStage();
  runner = runHere(stage, {}, {}, () => NOW_SECONDS * 1_000 + 250);
});
afterAll(async () => {
  expect(await endRunner(runner)).toBe(0);
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

/** How an attempt ends whose agent tells this of its limit. */
async function endOf(told: string) {
  const { work, ...request } = requestOn(stage, { script: `told: ${told}` });
  if (work.kind !== 'agent') throw new Error('It is no agent that is limited.');
  stage.service.offer({ ...request, work: { ...work, agent: 'coder', provider: 'limited' } });
  return await stage.service.outcome(request.attempt);
}

const limit = {
  kind: 'failed',
  class: 'rate_limit',
  action: 'agent',
  failedProvider: 'limited',
  message: 'agent coder: The limit is reached.',
};

it('a limit that the agent tells the end of is to be waited for from now until then', async () => {
  expect(await endOf(`rejected ${NOW_SECONDS + 600}`)).toMatchObject({ ...limit, retryAfterMs: 599_750 });
});

it('one that is over by now is not waited for', async () => {
  expect(await endOf(`rejected ${NOW_SECONDS - 5}`)).toMatchObject({ ...limit, retryAfterMs: 0 });
});

it('the end of a limit that is not reached says nothing of the failure', async () => {
  const outcome = await endOf(`allowed ${NOW_SECONDS + 600}`);
  expect(outcome).toMatchObject(limit);
  expect(outcome).not.toHaveProperty('retryAfterMs');
});

it('what lives on when its work is over is ended, which the log does not call a cancellation', async () => {
  const request = requestOn(stage, { script: 'live on' });
  if (request.work.kind !== 'agent') throw new Error('It is no agent that lives on.');
  stage.service.offer({ ...request, allowNoChange: true, work: { ...request.work, provider: 'lingering' } });
  expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded', summary: 'done' });
  expect(stage.service.log(request.attempt)).toMatch(/^\[ended after [^:]+: its work is over\]$/m);
});
