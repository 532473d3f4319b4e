import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { failure, LEASE_MS, startTestService, type TestRunner, type TestService } from '../support/test_service.ts';

const session = { id: 'thread-1', used: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null } };
const atItsEnd = { id: 'thread-1', used: { inputTokens: 40, cachedTokens: 4, outputTokens: 5, costUsd: 0.25 } };

let service: TestService;
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
  expect(response.status).toBe(200);
  await service.settle();
});
afterEach(() => service.stop());

async function started(runner: TestRunner): Promise<ExecutionRequest> {
  await runner.register();
  const [request] = await runner.lease();
  const parsed = ExecutionRequest.parse(request);
  expect((await runner.start(parsed.attempt)).status).toBe(200);
  return parsed;
}

const report = (runner: TestRunner, attempt: string) =>
  runner.call('session', { runner: runner.runner, attempt, session });

it('a conversation goes on with the next attempt of its runner, as it stood at the end', async () => {
  const runner = service.runner();
  const { attempt, work } = await started(runner);
  expect(work).not.toHaveProperty('resume');
  expect(await report(runner, attempt)).toEqual({ status: 200, body: { stored: true } });
  const outcome = failure({ class: 'verification' });
  await runner.call('finish', { runner: runner.runner, attempt, outcome, session: atItsEnd });
  await service.settle();
  const [next] = await runner.lease();
  expect(next?.work).toMatchObject({ resume: { session: atItsEnd } });
});

it('a runner that was restarted goes first, and goes on with what it reported before it died', async () => {
  const runner = service.runner();
  const other = service.runner();
  await other.register();
  const { attempt } = await started(runner);
  await report(runner, attempt);
  // So long that nobody counts on it any more, but for its coming back.
  service.outage(LEASE_MS);
  const restarted = service.runner({ runner: runner.runner });
  await restarted.register();
  expect(await other.lease()).toEqual([]);
  const [next] = await restarted.lease();
  expect(next?.work).toMatchObject({ resume: { session } });
  expect(next?.routing).toContain('holds its conversation');
});

it('nobody else reports the conversation of an attempt', async () => {
  const { attempt } = await started(service.runner());
  expect(await report(service.runner(), attempt)).toMatchObject({
    status: 409,
    body: { error: { code: 'attempt_not_current' } },
  });
});
