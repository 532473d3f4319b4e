import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../../runner/process/clock.ts';
import {
  endRunner,
  type RequestChanges,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from '../../worker/runner_fixture.ts';

const NOW_SECONDS = 1_800_000_000;
const NOTHING = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

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

it('a conversation that has to rest goes on when it has', async () => {
  const own = await setStage();
  const session = { id: '5b1f0a3c-1111-4222-8333-444455556666', used: { ...NOTHING, costUsd: null } };
  const begun = '.gemini/tmp/project/chats/session-2027-01-15T08-00-5b1f0a3c.jsonl';
  await writeFile(
    join(own.scratch.path, 'gemini'),
    `mkdir -p "$HOME/.gemini/tmp/project/chats"; touch "$HOME/${begun}"; echo started >&2; exit 1\n`,
  );
  await writeFile(own.runnerFile, 'providers:\n  gemini: { command: [sh, gemini], transport: acp }\nsandbox: auto\n');
  // It rests for the rest of the minute, which nobody waits for here.
  const events: string[] = [];
  const clock: Clock = {
    now: () => systemClock.now(),
    after: (delayMs, action) => {
      if (delayMs !== 59_750) return systemClock.after(delayMs, action);
      events.push('rests');
      return systemClock.after(0, action);
    },
  };
  const resting = runHere(own, {}, {}, () => NOW_SECONDS * 1_000 + 250, clock);
  const attempt = async (changes: RequestChanges, resume = {}) => {
    const { work, ...request } = requestOn(own, { script: 'Go on.', ...changes });
    if (work.kind !== 'agent') throw new Error('It is no agent that rests.');
    own.service.offer({ ...request, work: { ...work, provider: 'gemini', ...resume } });
    expect(await own.service.outcome(request.attempt)).toMatchObject({ kind: 'failed' });
    expect(own.service.log(request.attempt)).toContain('started');
    return request;
  };
  const { run, task } = await attempt({});
  expect(events).toEqual([]);
  await attempt({ run, task, number: 2 }, { resume: { session, prompt: [{ title: 'Task', text: 'Go on.' }] } });
  expect(events).toEqual(['rests']);
  expect(await endRunner(resting)).toBe(0);
  await own.close();
});
