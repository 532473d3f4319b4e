import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { failure, startTestService, type TestRunner, type TestService } from '../support/test_service.ts';

const COMMIT = 'c'.repeat(40);
const usage = { inputTokens: 7, cachedTokens: 0, outputTokens: 1, costMicros: 500, model: 'sonnet' };

let service: TestService;
let run: string;
beforeEach(async () => {
  service = await startTestService();
  const response = await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/repositories/api' },
    },
  });
  run = ((await response.json()) as { run: { id: string } }).run.id;
  await service.settle();
});
afterEach(() => service.stop());

async function started(runner: TestRunner): Promise<ExecutionRequest> {
  const [request] = await runner.lease();
  const parsed = ExecutionRequest.parse(request);
  expect((await runner.start(parsed.attempt)).status).toBe(200);
  return parsed;
}

const salvaged = (runner: TestRunner, { attempt, attemptRef }: ExecutionRequest, commit = COMMIT) =>
  runner.call('salvaged', { runner: runner.runner, boot: randomUUID(), attempt, commit, ref: attemptRef, usage });

const shown = async () => {
  const param = { run, task: 'a' };
  return (await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param })).json();
};

const promptOf = (request: ExecutionRequest | undefined) =>
  request?.work.kind === 'agent' ? request.work.prompt.map(({ text }) => text).join('\n') : '';

describe('what a runner saved of an attempt that it lost', () => {
  it('is where the next attempt goes on, when it is told of before that begins', async () => {
    const runner = service.runner();
    await runner.register();
    const lost = await started(runner);
    expect(await salvaged(runner, lost)).toEqual({ status: 200, body: { noted: true } });
    expect(await shown()).toMatchObject({
      attempts: [{ state: 'lost', class: 'lost', commit: COMMIT, ref: lost.attemptRef, usage: { costMicros: 500 } }],
    });
    const [next] = await runner.lease();
    expect(next?.startingPoint.continueFrom?.commit).toBe(COMMIT);
    expect(promptOf(next)).toContain(`Your folder holds what it had done, commit ${COMMIT}`);
  });

  it('is named to a further attempt, when the next has begun already', async () => {
    const runner = service.runner();
    await runner.register();
    const lost = await started(runner);
    const restarted = service.runner({ runner: runner.runner });
    await restarted.register();
    const next = await started(restarted);
    expect(next.startingPoint).not.toHaveProperty('continueFrom');
    expect((await salvaged(restarted, lost)).status).toBe(200);
    expect(await shown()).toMatchObject({ attempts: [{ state: 'lost', commit: COMMIT }, { state: 'running' }] });
    await restarted.finish(next.attempt, failure({ class: 'no_change' }));
    await service.settle();
    const [further] = await restarted.lease();
    expect(further?.startingPoint).not.toHaveProperty('continueFrom');
    expect(promptOf(further)).toContain(`left commit ${COMMIT}, which is not in your folder`);
  });

  it('is gone on from by whoever comes after the next, when that is lost without any', async () => {
    const runner = service.runner();
    await runner.register();
    const lost = await started(runner);
    const second = service.runner({ runner: runner.runner });
    await second.register();
    await started(second);
    expect((await salvaged(second, lost)).status).toBe(200);
    const third = service.runner({ runner: runner.runner });
    await third.register();
    const [further] = await third.lease();
    expect(further?.startingPoint.continueFrom?.commit).toBe(COMMIT);
  });

  it('counts only from that runner', async () => {
    const runner = service.runner();
    await runner.register();
    const lost = await started(runner);
    expect(await salvaged(service.runner(), lost)).toMatchObject({
      status: 409,
      body: { error: { code: 'attempt_not_current' } },
    });
  });
});
