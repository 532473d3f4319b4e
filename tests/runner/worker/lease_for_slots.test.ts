import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Provider } from '../../../runner/config/runner_config.ts';
import { keepsOrchestratorSlot } from '../../../runner/worker/lease_for_slots.ts';
import type { Worker } from '../../../runner/worker/worker.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { endRunner, leftovers, requestOn, runHere, type Stage, setStage } from './runner_fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

/** Says that it works, and goes on until it is ended. */
const ENDLESS = 'planwright-tool progress working; sleep 600 & wait';

function orchestrator(script: string): ExecutionRequest {
  const request = requestOn(stage, { script });
  const { work } = request;
  return work.kind === 'agent' ? { ...request, work: { ...work, role: 'orchestrator' } } : request;
}

async function atWork({ attempt }: ExecutionRequest): Promise<void> {
  await stage.service.until(() => stage.service.progress(attempt) === 'working');
}

it('begins an orchestrator while its only slot is taken, and takes tasks while one orchestrates', async () => {
  const long = requestOn(stage, { shell: ENDLESS });
  stage.service.offer(long);
  const runner = runHere(stage, { slots: 1 });
  await atWork(long);
  const [first, second] = [orchestrator('echo 1 > one'), orchestrator(ENDLESS)];
  stage.service.offer(first, second);
  expect(await stage.service.outcome(first.attempt)).toMatchObject({ kind: 'succeeded' });
  await atWork(second);
  expect(stage.service.isStarted(long.attempt)).toBe(true);
  stage.service.direct(long.attempt, { kind: 'cancel', how: 'graceful', reason: 'not needed any more' });
  expect(await stage.service.outcome(long.attempt)).toMatchObject({ kind: 'canceled' });
  const next = requestOn(stage, { shell: 'echo 1 > one' });
  stage.service.offer(next);
  expect(await stage.service.outcome(next.attempt)).toMatchObject({ kind: 'succeeded' });
  expect(await endRunner(runner)).toBe(0);
});

it('ends what is in slots of either kind when it is shut down', async () => {
  const requests = [requestOn(stage, { shell: ENDLESS }), orchestrator(ENDLESS)];
  stage.service.offer(...requests);
  const runner = runHere(stage, { slots: 1 });
  await Promise.all(requests.map(atWork));
  expect(await endRunner(runner)).toBe(0);
  for (const { attempt } of requests) {
    expect(await stage.service.outcome(attempt)).toMatchObject({ kind: 'failed', class: 'transient' });
  }
  expect(await leftovers(stage)).toEqual([]);
});

it('with `once` ends when tasks and orchestrators are done', async () => {
  const requests = [requestOn(stage, { shell: 'echo 1 > one' }), orchestrator('echo 2 > two')];
  stage.service.offer(...requests);
  stage.service.becomeIdle();
  expect(await runHere(stage, { once: true }).exitCode).toBe(0);
  for (const { attempt } of requests) {
    expect(await stage.service.outcome(attempt)).toMatchObject({ kind: 'succeeded' });
  }
});

it('keeps no slot for orchestrators where it offers no agent', () => {
  const offering = (providers: readonly Provider[]) =>
    keepsOrchestratorSlot({ options: { config: { providers } } } as unknown as Worker);
  expect(offering([])).toBe(false);
  expect(offering([{ name: 'script' } as Provider])).toBe(true);
});
