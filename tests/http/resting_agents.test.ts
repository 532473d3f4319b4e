import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, startTestService, success, type TestRunner, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const MINUTE_MS = 60_000;
/** 1.8e12 milliseconds after 1970 are 08:00 UTC. */
const LIMIT = { class: 'rate_limit', message: 'Enough for today.', action: 'agent', failedProvider: 'script' } as const;

async function startRun(tasks: string, settings?: string) {
  const told = settings === undefined ? {} : { settings };
  const json = { name: 'plan', markdown: `## Tasks\n${tasks}`, owner: 'ada', ...told };
  const repository = { name: 'acme/api', cloneUrl: '/repositories/api' };
  const response = await service.client.api.v1.runs.$post({ json: { ...json, repository } });
  const { run } = await response.json();
  await service.settle();
  return run.id;
}

async function tasksOf(run: string) {
  const { tasks } = await (await service.client.api.v1.runs[':run'].$get({ param: { run } })).json();
  return Object.fromEntries(tasks.map((task) => [task.key, task]));
}

async function registered(agents: readonly string[] = ['script'], name = 'forge-1', known = service.runner()) {
  const runner = known;
  const offered = agents.map((agent) => ({ name: agent, transport: 'text' }));
  const { runner: id, boot } = runner;
  const others = { labels: [], slots: 4, repositories: ['*'], sandbox: 'none' };
  expect((await runner.call('register', { runner: id, boot, name, agents: offered, ...others })).status).toBe(200);
  return runner;
}

/** Begins all that the runner is given, and says which tasks these are. */
async function begin(runner: TestRunner, capacity = 4) {
  const leases = await runner.lease(capacity);
  for (const { attempt } of leases) await runner.start(attempt);
  return leases;
}

async function restingOn(runner: TestRunner) {
  const status = await (await service.client.api.v1.status.$get()).json();
  return status.runners.find(({ id }) => id === runner.runner)?.resting;
}

/** Lets time pass in which the runner is heard of. */
async function pass(runners: readonly TestRunner[], ms: number) {
  for (let left = ms; left > 0; left -= 10_000) {
    await service.pass(Math.min(left, 10_000));
    for (const runner of runners) await runner.beat();
  }
}

describe('a rate limit', () => {
  it('keeps the agent of that runner from all work until it ends, then one task tries it, then all go on', async () => {
    const run = await startRun('- [ ] a: First\n- [ ] b: Second\n- [ ] c: Third\n');
    const runner = await registered();
    const [first, ...others] = await begin(runner, 1);
    expect(others).toEqual([]);
    await runner.finish(first?.attempt ?? '', failure({ ...LIMIT, retryAfterMs: 10 * MINUTE_MS }));
    expect(await begin(runner)).toEqual([]);
    const text = '`script` on forge-1: rate limit until 08:10 UTC';
    const { a, b } = await tasksOf(run);
    expect([a?.state, a?.waitsFor, b?.waitsFor]).toEqual(['ready', text, text]);
    expect(a?.latest).toMatchObject({
      class: 'rate_limit',
      action: 'agent',
      failedProvider: 'script',
      retryable: true,
    });
    expect(await restingOn(runner)).toMatchObject([{ agent: 'script', state: 'open', class: 'rate_limit', text }]);
    await pass([runner], 10 * MINUTE_MS - 1_000);
    expect(await begin(runner)).toEqual([]);
    await pass([runner], 1_000);
    const [probe, ...beside] = await runner.lease();
    expect(beside).toEqual([]);
    // It is the one try from the moment it is handed out.
    expect(await runner.lease()).toEqual([]);
    await runner.start(probe?.attempt ?? '');
    expect(await runner.lease()).toEqual([]);
    expect((await tasksOf(run)).b?.waitsFor).toBe('`script` on forge-1: another task tries whether it works again');
    await runner.finish(probe?.attempt ?? '', success());
    expect(await begin(runner)).toHaveLength(2);
    expect(await restingOn(runner)).toEqual([]);
  });

  it('sends the task to another runner at once', async () => {
    const run = await startRun('- [ ] a: First\n');
    const limited = await registered();
    const [lease] = await begin(limited);
    await limited.finish(lease?.attempt ?? '', failure({ ...LIMIT, retryAfterMs: MINUTE_MS }));
    const other = await registered(['script'], 'forge-2');
    expect(await begin(other)).toHaveLength(1);
    // It counts against nothing.
    expect((await tasksOf(run)).a).toMatchObject({ failures: 0, attempts: 2 });
  });
});

describe('a key that is not accepted', () => {
  const LOCKED_OUT = { class: 'auth', message: 'Invalid key.', action: 'agent', failedProvider: 'script' } as const;

  it('is tried once more after a while; then the task is quarantined, and retry sends it back', async () => {
    const run = await startRun('- [ ] a: First\n- [ ] b: Second (after a)\n');
    const runner = await registered();
    for (const again of [false, true]) {
      if (again) await pass([runner], 2 * MINUTE_MS);
      const [lease] = await begin(runner);
      await runner.finish(lease?.attempt ?? '', failure(LOCKED_OUT));
    }
    const { a, b } = await tasksOf(run);
    expect([a?.state, b?.state]).toEqual(['quarantined', 'skipped']);
    expect(a?.reason).toMatchObject({ class: 'auth', message: 'Failed 2 times: Invalid key.' });
    await service.settle();
    const param = { run, task: 'a' };
    expect((await service.client.api.v1.runs[':run'].$get({ param: { run } })).status).toBe(200);
    await service.client.api.v1.runs[':run'].tasks[':task'].retry.$post({ param, json: { by: 'ada' } });
    const back = await tasksOf(run);
    expect([back.a?.state, back.b?.state]).toEqual(['ready', 'pending']);
    expect(back.a?.waitsFor).toBe('`script` on forge-1: its model does not let it in; one try at 08:06 UTC');
  });

  it('is tried at once on a runner that was restarted', async () => {
    await startRun('- [ ] a: First\n');
    const runner = await registered();
    const [lease] = await begin(runner);
    await runner.finish(lease?.attempt ?? '', failure(LOCKED_OUT));
    await runner.register();
    expect(await begin(runner)).toEqual([]);
    const restarted = await registered(['script'], 'forge-1', service.runner({ runner: runner.runner }));
    expect(await begin(restarted)).toHaveLength(1);
  });

  it('leaves the task to another agent of the runner, where it names none', async () => {
    await startRun('- [ ] a: First\n');
    const runner = await registered(['script', 'codex']);
    const [lease] = await begin(runner);
    await runner.finish(lease?.attempt ?? '', failure(LOCKED_OUT));
    const [next] = await begin(runner);
    expect(next?.work).toMatchObject({ kind: 'agent', provider: 'codex' });
  });
});

it('an agent rests after as many failures, and for as long, as the repository says', async () => {
  await startRun('- [ ] a: First\n', 'breaker: { failures: 1, cooldown: 7m }\n');
  const runner = await registered();
  const [lease] = await begin(runner);
  const silent = failure({ class: 'idle', message: 'It said nothing.', action: 'agent', failedProvider: 'script' });
  await runner.finish(lease?.attempt ?? '', silent);
  expect(await restingOn(runner)).toMatchObject([{ state: 'open', class: 'idle', until: 1.8e12 + 7 * MINUTE_MS }]);
});

it('an agent is shown as resting at its own runner alone, and no longer than that offers it', async () => {
  await startRun('- [ ] a: First\n');
  const runner = await registered();
  const other = await registered(['script'], 'forge-2');
  const [lease] = await begin(runner);
  await runner.finish(lease?.attempt ?? '', failure({ ...LIMIT, retryAfterMs: 5 * MINUTE_MS }));
  expect(await restingOn(runner)).toHaveLength(1);
  expect(await restingOn(other)).toEqual([]);
  await registered(['codex'], 'forge-1', runner);
  expect(await restingOn(runner)).toEqual([]);
});

it('a report about another agent than the one that was asked changes nothing', async () => {
  await startRun('- [ ] a: First\n- [ ] b: Second\n');
  const runner = await registered(['script', 'codex']);
  const [lease] = await begin(runner, 1);
  const report = failure({ ...LIMIT, failedProvider: 'codex', retryAfterMs: 5 * MINUTE_MS });
  expect((await runner.finish(lease?.attempt ?? '', report)).status).toBe(200);
  expect(await restingOn(runner)).toEqual([]);
});
