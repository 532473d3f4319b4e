import { deflateSync } from 'node:zlib';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ended,
  failure,
  LEASE_MS,
  LOG_RETENTION_MS,
  startTestService,
  success,
  type TestService,
} from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

async function startRun(markdown: string, name = 'plan') {
  const response = await service.client.api.v1.runs.$post({
    json: { name, markdown, owner: 'ada', repository: { name: 'acme/api', cloneUrl: '/repositories/api' } },
  });
  expect(response.status).toBe(200);
  const { run } = await response.json();
  await service.settle();
  return run.id;
}

async function tasksOf(run: string) {
  const response = await service.client.api.v1.runs[':run'].$get({ param: { run } });
  const { tasks, run: view } = await response.json();
  return { view, tasks: Object.fromEntries(tasks.map((task) => [task.key, task])) };
}

async function registered(options?: Parameters<TestService['runner']>[0]) {
  const runner = service.runner(options);
  expect((await runner.register()).status).toBe(200);
  return runner;
}

const two = '## Tasks\n- [ ] a: First\n- [ ] b: Second (after a)\n';

describe('who may come in', () => {
  it('refuses runners without the token, and the operator token opens nothing of theirs', async () => {
    for (const authorization of ['', 'Bearer wrong', `Bearer ${service.tokens.operator}`]) {
      const response = await service.app.request('/api/runner/v1/lease', {
        method: 'POST',
        headers: { authorization },
        body: '{}',
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
    }
  });

  it('refuses operators with the runner token', async () => {
    const response = await service.app.request('/api/v1/runs', {
      headers: { authorization: `Bearer ${service.tokens.runner}` },
    });
    expect(response.status).toBe(401);
  });

  it('refuses another protocol version and says which it speaks', async () => {
    const answer = await service.runner({ protocol: '99' }).register();
    expect(answer).toMatchObject({ status: 426, body: { error: { code: 'protocol_mismatch' } } });
    expect(answer.body.error.message).toContain('1');
  });

  it('refuses a runner that has not registered, or not since it was restarted', async () => {
    const known = await registered();
    const again = service.runner({ runner: known.runner });
    expect(
      (
        await again.call('lease', {
          runner: again.runner,
          boot: again.boot,
          request: v7(),
          slot: 'task',
          capacity: 1,
          waitMs: 0,
        })
      ).body.error.code,
    ).toBe('unknown_runner');
    expect((await again.beat()).status).toBe(410);
  });

  it('names each field of a message that does not fit', async () => {
    const answer = await (await registered()).call('finish', { runner: 'x', attempt: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/runner: .*attempt: .*outcome: /);
  });
});

describe('a lease', () => {
  it('hands out only what is ready, once, and the same request id gets the same answer', async () => {
    await startRun(two);
    const [one, other] = [await registered(), await registered()];
    const request = v7();
    const first = await one.lease(4, request);
    expect(first.map((lease) => lease.task.key)).toEqual(['a']);
    expect(await one.lease(4, request)).toEqual(first);
    expect(await other.lease()).toEqual([]);
  });

  it('is given once to a call that is repeated while it waits', async () => {
    const runner = await registered();
    const call = { runner: runner.runner, boot: runner.boot, request: v7(), slot: 'task', capacity: 1, waitMs: 20_000 };
    const answers = Promise.all([runner.call('lease', call), runner.call('lease', call)]);
    await startRun('## Tasks\n- [ ] a: First\n- [ ] b: Second\n');
    const [first, second] = await answers;
    expect(first.body.leases).toHaveLength(1);
    expect(second.body).toEqual(first.body);
  });

  it('serves two runners that ask at the same moment with different tasks', async () => {
    await startRun('## Tasks\n- [ ] a: First\n- [ ] b: Second\n');
    const [one, other] = [await registered(), await registered()];
    const leases = await Promise.all([one.lease(1), other.lease(1)]);
    expect(leases.flatMap((lease) => lease.map(({ task }) => task.key)).sort()).toEqual(['a', 'b']);
  });

  it('waits until there is work', async () => {
    const runner = await registered();
    const waiting = runner.call('lease', {
      runner: runner.runner,
      boot: runner.boot,
      request: v7(),
      slot: 'task',
      capacity: 1,
      waitMs: 20_000,
    });
    await startRun(two);
    expect((await waiting).body.leases).toHaveLength(1);
  });

  it('is given back uncounted when the attempt never starts', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [first] = await runner.lease();
    await service.pass(LEASE_MS + 15_000);
    const { tasks } = await tasksOf(run);
    expect(tasks.a).toMatchObject({ state: 'ready' });
    const [second] = await runner.lease();
    expect(second).toMatchObject({ number: 2, task: { key: 'a' } });
    expect((await runner.start(first?.attempt ?? '')).body.error.code).toBe('attempt_not_current');
  });

  it('says that nothing is left only when every run has ended', async () => {
    const runner = await registered();
    const ask = async () =>
      (
        await runner.call('lease', {
          runner: runner.runner,
          boot: runner.boot,
          request: v7(),
          slot: 'task',
          capacity: 1,
          waitMs: 0,
        })
      ).body;
    expect((await ask()).idle).toBe(true);
    await startRun(two);
    await runner.lease(1);
    expect(await ask()).toEqual({ leases: [], idle: false });
  });
});

describe('reports of an attempt', () => {
  it('bring the run to its end, in order', async () => {
    const run = await startRun(two);
    const runner = await registered();
    for (const key of ['a', 'b']) {
      const [lease] = await runner.lease();
      expect(lease?.task.key).toBe(key);
      await runner.start(lease?.attempt ?? '');
      expect((await runner.finish(lease?.attempt ?? '', success())).status).toBe(200);
      await service.settle();
    }
    const { view, tasks } = await tasksOf(run);
    expect(view.state).toBe('succeeded');
    expect(tasks.b).toMatchObject({ state: 'succeeded', mergeCommit: 'c'.repeat(40), branch: 'planwright/plan/b' });
    expect(service.forge.sent.map((effect) => effect.kind)).toEqual([
      'begin_run',
      'publish_task',
      'merge_task',
      'publish_task',
      'merge_task',
    ]);
  });

  it('may be repeated without effect, but not changed', async () => {
    await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    await runner.start(attempt);
    expect((await runner.start(attempt)).status).toBe(200);
    expect((await runner.start(attempt, 'd'.repeat(40))).body.error.code).toBe('impossible_report');
    await runner.finish(attempt, success());
    expect((await runner.finish(attempt, success())).status).toBe(200);
    expect((await runner.finish(attempt, failure())).body.error.code).toBe('impossible_report');
    await service.settle();
    expect(service.forge.sent.filter((effect) => effect.kind === 'merge_task')).toHaveLength(1);
  });

  it('are refused when they cannot be true', async () => {
    await startRun('## Tasks\n- [ ] a: First\n  - verify: npm test\n  - outputs: version\n');
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    expect((await runner.finish(attempt, success())).body.error).toMatchObject({ code: 'impossible_report' });
    await runner.start(attempt);
    const evidence = (exitCode: number) => [
      {
        step: 'verify' as const,
        argv: ['npm', 'test'],
        end: { kind: 'exited' as const, exitCode },
        durationMs: 1,
        commit: 'b'.repeat(40),
        outputTail: '',
      },
    ];
    const outputs = { version: '1' };
    const lies = [
      success({ outputs }),
      success({ outputs, evidence: evidence(1) }),
      success({ evidence: evidence(0) }),
      success({ commit: null }),
    ];
    for (const lie of lies) expect((await runner.finish(attempt, lie)).body.error.code).toBe('impossible_report');
    expect((await runner.finish(attempt, success({ outputs, evidence: evidence(0) }))).status).toBe(200);
  });

  it('of another runner are refused', async () => {
    await startRun(two);
    const [one, other] = [await registered(), await registered()];
    const [lease] = await one.lease();
    const attempt = lease?.attempt ?? '';
    expect((await other.start(attempt)).body.error.code).toBe('attempt_not_current');
    expect((await other.finish(attempt, failure())).body.error.code).toBe('attempt_not_current');
    expect((await other.beat(attempt)).body.directives).toEqual([{ attempt, directive: { kind: 'stop' } }]);
  });

  it('come too late once another attempt has taken over', async () => {
    const run = await startRun(two);
    const [one, other] = [await registered(), await registered()];
    const [lease] = await one.lease();
    await one.start(lease?.attempt ?? '');
    await service.pass(LEASE_MS + 2_000);
    const [replacement] = await other.lease();
    expect(replacement).toMatchObject({ number: 2, task: { key: 'a' } });
    expect((await one.finish(lease?.attempt ?? '', success())).body.error.code).toBe('attempt_not_current');
    expect((await one.beat(lease?.attempt ?? '')).body.directives[0].directive).toEqual({ kind: 'stop' });
    await service.settle();
    expect((await tasksOf(run)).tasks.a).toMatchObject({ state: 'running', attempts: 2 });
    expect(service.forge.sent.filter((effect) => effect.kind === 'publish_task')).toEqual([]);
  });

  it('still count when the attempt was given up but nobody replaced it', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    await runner.start(lease?.attempt ?? '');
    await service.pass(LEASE_MS + 2_000);
    expect((await tasksOf(run)).tasks.a?.state).toBe('ready');
    expect((await runner.finish(lease?.attempt ?? '', success())).status).toBe(200);
    await service.settle();
    expect((await tasksOf(run)).tasks.a).toMatchObject({ state: 'succeeded', attempts: 1 });
  });
});

describe('heartbeats', () => {
  it('keep a lease for as long as they come', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    await runner.start(attempt);
    for (let beat = 0; beat < 5; beat++) {
      await service.pass(LEASE_MS / 2);
      expect((await runner.beat(attempt)).body.directives[0].directive).toEqual({ kind: 'continue' });
    }
    expect((await tasksOf(run)).tasks.a).toMatchObject({ state: 'running', attempts: 1 });
  });

  it('bring back an attempt that was given up but not replaced', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    await runner.start(attempt);
    await service.pass(LEASE_MS + 2_000);
    expect((await runner.beat(attempt)).body.directives[0].directive).toEqual({ kind: 'continue' });
    expect((await tasksOf(run)).tasks.a).toMatchObject({ state: 'running', attempts: 1 });
  });

  it('are waited for after an outage before any lease expires', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    await runner.start(lease?.attempt ?? '');
    service.outage(10 * LEASE_MS);
    await service.pass(LEASE_MS - 2_000);
    expect((await tasksOf(run)).tasks.a?.state).toBe('running');
    await service.pass(4_000);
    expect((await tasksOf(run)).tasks.a?.state).toBe('ready');
  });

  it('carry the order to end, sharpened from graceful to immediate', async () => {
    const run = await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    await runner.start(attempt);
    const cancel = (how: 'graceful' | 'immediate') =>
      service.client.api.v1.runs[':run'].tasks[':task'].cancel.$post({
        param: { run, task: 'a' },
        json: { how, by: 'ada' },
      });
    await cancel('graceful');
    expect((await runner.beat(attempt)).body.directives[0].directive).toMatchObject({
      kind: 'cancel',
      how: 'graceful',
    });
    await cancel('immediate');
    expect((await runner.beat(attempt)).body.directives[0].directive).toMatchObject({
      kind: 'cancel',
      how: 'immediate',
    });
    const canceled = ended('canceled');
    await runner.finish(attempt, canceled);
    await service.settle();
    const { view, tasks } = await tasksOf(run);
    expect(tasks.a).toMatchObject({ state: 'canceled' });
    expect(tasks.b).toMatchObject({ state: 'skipped', reason: { code: 'dependency_canceled', task: 'a' } });
    expect(view.state).toBe('failed');
  });
});

describe('a runner that comes back with a new process', () => {
  it('loses what its earlier process held, at once', async () => {
    const run = await startRun(two);
    const before = await registered();
    const [lease] = await before.lease();
    await before.start(lease?.attempt ?? '');
    const after = await registered({ runner: before.runner });
    expect((await tasksOf(run)).tasks.a).toMatchObject({ state: 'ready', latest: { state: 'lost', class: 'lost' } });
    expect((await after.lease()).map(({ number }) => number)).toEqual([2]);
  });
});

describe('logs', () => {
  it('keep the first and the last bytes; a gap marks what was cut', async () => {
    await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    const chunk = (offset: number, text: string) => ({
      offset,
      bytes: text.length,
      deflated: deflateSync(text).toString('base64'),
    });
    await runner.log(attempt, [chunk(0, 'aaaaaaaa'), chunk(8, 'bbbbbbbb'), chunk(16, 'cccccccc')]);
    await runner.log(attempt, [chunk(16, 'cccccccc')]);
    const response = await service.client.api.v1.attempts[':attempt'].log.$get({
      param: { attempt },
      query: { from: '0' },
    });
    const { pieces, next, complete } = await response.json();
    expect(pieces.map(({ offset, base64 }) => [offset, Buffer.from(base64, 'base64').toString()])).toEqual([
      [0, 'aaaaaaaa'],
      [16, 'cccccccc'],
    ]);
    expect({ next, complete }).toEqual({ next: 24, complete: false });
  });

  it('are refused where a chunk does not hold what it says', async () => {
    await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const chunkOf = (bytes: number, deflated: Buffer) => ({ offset: 0, bytes, deflated: deflated.toString('base64') });
    const wrong = [
      chunkOf(5, deflateSync('four')),
      chunkOf(3, deflateSync('four')),
      chunkOf(9, Buffer.from('no stream')),
      chunkOf(1, deflateSync(Buffer.alloc(10_000_000))),
    ];
    for (const chunk of wrong) {
      const answer = await runner.log(lease?.attempt ?? '', [chunk]);
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'impossible_report' } } });
    }
    const { status } = await runner.log(lease?.attempt ?? '', [chunkOf(4, deflateSync('four'))]);
    expect(status).toBe(200);
  });

  it('of an attempt are taken from its own runner alone', async () => {
    await startRun(two);
    const runner = await registered();
    const other = await registered();
    const [lease] = await runner.lease();
    const chunk = { offset: 0, bytes: 4, deflated: deflateSync('four').toString('base64') };
    expect(await other.log(lease?.attempt ?? '', [chunk])).toMatchObject({
      status: 409,
      body: { error: { code: 'attempt_not_current' } },
    });
    expect((await runner.log(lease?.attempt ?? '', [chunk])).status).toBe(200);
  });

  it('are dropped when they are older than they are kept, but not while the attempt is at work', async () => {
    await startRun(two);
    const runner = await registered();
    const [lease] = await runner.lease();
    const attempt = lease?.attempt ?? '';
    await runner.start(attempt);
    await runner.log(attempt, [{ offset: 0, bytes: 1, deflated: deflateSync('a').toString('base64') }]);
    const pieces = async () => {
      const response = await service.client.api.v1.attempts[':attempt'].log.$get({ param: { attempt }, query: {} });
      return (await response.json()).pieces.length;
    };
    for (let beat = 0; beat < LOG_RETENTION_MS / LEASE_MS; beat++) {
      service.outage(LEASE_MS);
      await runner.beat(attempt);
    }
    await service.pass(2_000);
    expect(await pieces()).toBe(1);
    await runner.finish(attempt, success());
    await service.settle();
    expect(await pieces()).toBe(0);
  });
});
