import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, success, type TestRunner, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

async function startRun(tasks: string) {
  const json = { name: 'plan', markdown: `## Tasks\n${tasks}`, owner: 'ada' };
  const repository = { name: 'acme/api', cloneUrl: '/repositories/api' };
  const response = await service.client.api.v1.runs.$post({ json: { ...json, repository } });
  const { run } = await response.json();
  await service.settle();
  return run.id;
}

/** It has one slot in all, and its agent may do one task at once. */
async function registered(runner = service.runner({ slots: 1 })): Promise<TestRunner> {
  const { runner: id, boot } = runner;
  const agents = [{ name: 'script', transport: 'text', slots: 1 }];
  const others = { name: 'forge-1', labels: [], slots: 1, repositories: ['*'], sandbox: 'none' };
  expect((await runner.call('register', { runner: id, boot, agents, ...others })).status).toBe(200);
  return runner;
}

async function statusOf({ runner }: TestRunner) {
  const status = await (await service.client.api.v1.status.$get()).json();
  const { busy, orchestrating } = status.runners.find(({ id }) => id === runner) ?? {};
  return { busy, orchestrating, waiting: status.waiting.map(({ task, waitsFor }) => [task, waitsFor]) };
}

const keys = (leases: Awaited<ReturnType<TestRunner['lease']>>) => leases.map(({ task }) => task.key);

describe('the slot for orchestrators', () => {
  const PLAN = `- [ ] long: Work (priority: 1)
- [ ] next: Work too
- [ ] decide: Decide (role: orchestrator)
- [ ] judge: Judge (role: orchestrator)
`;

  it('is free while the only slot of the runner and of its agent is taken, and the other way round', async () => {
    await startRun(PLAN);
    const runner = await registered();
    const [long, ...others] = await runner.lease(4);
    expect([long?.task.key, others]).toEqual(['long', []]);
    const [decide, ...more] = await runner.leaseOrchestrator();
    expect([decide?.task.key, decide?.routing, more]).toEqual([
      'decide',
      'script, the first of its runner; forge-1 keeps a slot for orchestrators',
      [],
    ]);
    expect(await statusOf(runner)).toEqual({
      busy: 1,
      orchestrating: 1,
      waiting: [
        ['next', 'a free slot of its agent'],
        ['judge', 'a free slot'],
      ],
    });
    await runner.start(long?.attempt ?? '');
    await runner.start(decide?.attempt ?? '');
    await runner.finish(long?.attempt ?? '', success());
    expect(keys(await runner.lease())).toEqual(['next']);
    await runner.finish(decide?.attempt ?? '', success());
    expect(keys(await runner.lease())).toEqual([]);
    expect(keys(await runner.leaseOrchestrator())).toEqual(['judge']);
  });

  it('is asked for one attempt at a time', async () => {
    const { runner: id, boot, call } = await registered();
    const request = { runner: id, boot, request: id, slot: 'orchestrator', capacity: 2, waitMs: 0 };
    expect(await call('lease', request)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  it('is where an orchestrator goes on that its runner lost', async () => {
    await startRun('- [ ] decide: Decide (role: orchestrator)\n');
    const before = await registered();
    const [lost] = await before.leaseOrchestrator();
    await before.start(lost?.attempt ?? '');
    const after = await registered(service.runner({ runner: before.runner, slots: 1 }));
    await service.pass(5_000);
    expect(await statusOf(after)).toMatchObject({ busy: 0, orchestrating: 0 });
    expect(keys(await after.lease())).toEqual([]);
    expect((await after.leaseOrchestrator()).map(({ task, number }) => [task.key, number])).toEqual([['decide', 2]]);
  });
});
