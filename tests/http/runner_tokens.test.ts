import { readdir, readFile } from 'node:fs/promises';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEASE_MS, startTestService, success, type TestService } from '../support/test_service.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
  service.forge.credential = async () => ({
    username: 'x-access-token',
    token: 'ghs_given',
    expiresAt: service.deps.clock.now() + HOUR_MS,
  });
});
afterEach(() => service.stop());

const api = () => service.client.api.v1['runner-tokens'];

async function make(name: string, repositories?: string[]): Promise<string> {
  const response = await api().$post({ json: { name, ...(repositories === undefined ? {} : { repositories }) } });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const { secret } = await response.json();
  return secret;
}

const revoke = (name: string) => api()[':name'].revoke.$post({ param: { name } });

async function startRun(repository = 'acme/web', name = 'plan') {
  const json = {
    name,
    markdown: '## Tasks\n- [ ] a: First\n- [ ] b: Second\n',
    owner: 'ada',
    repository: { name: repository, cloneUrl: `/repositories/${repository}` },
  };
  expect((await service.client.api.v1.runs.$post({ json })).status).toBe(200);
  await service.settle();
}

async function registered(options: Parameters<TestService['runner']>[0]) {
  const runner = service.runner(options);
  expect(await runner.register()).toMatchObject({ status: 200 });
  return runner;
}

async function leasedOne(runner: Awaited<ReturnType<typeof registered>>) {
  const [request] = await runner.lease(1);
  if (request === undefined) throw new Error('nothing was leased');
  return request.attempt;
}

describe('a token of planwright token', () => {
  it('lets a runner in, is told once and stored as a digest only', async () => {
    const secret = await make('forge');
    expect(secret).toMatch(/^pwr_[A-Za-z0-9_-]{43}$/);
    expect(await make('other')).not.toBe(secret);
    await startRun();
    const runner = await registered({ token: secret });
    const attempt = await leasedOne(runner);
    expect((await runner.start(attempt)).status).toBe(200);
    expect((await runner.finish(attempt, success())).status).toBe(200);
    expect(await (await api().$get()).text()).not.toContain(secret);
    const files = await readdir(service.folder);
    const contents = await Promise.all(files.map((file) => readFile(`${service.folder}/${file}`)));
    expect(contents.some((content) => content.includes('forge'))).toBe(true);
    expect(contents.some((content) => content.includes(secret.slice(4)))).toBe(false);
  });

  it('is handed nothing by a call from before its runner was started anew', async () => {
    const token = await make('forge');
    const runner = await registered({ token });
    const call = { runner: runner.runner, boot: runner.boot, request: v7(), slot: 'task', capacity: 1, waitMs: 3_000 };
    const waits = vi.spyOn(service.deps.signals.work, 'next');
    const waiting = runner.call('lease', call);
    await until('call that waits', () => waits.mock.calls[0]);
    const after = await registered({ runner: runner.runner, token });
    await startRun();
    service.outage(5_000);
    service.deps.signals.work.wake();
    expect((await waiting).body.leases).toEqual([]);
    expect(await after.lease(2)).toHaveLength(2);
  });

  it('is listed with its scope and the day of its last use', async () => {
    const secret = await make('forge', ['acme/*']);
    await make('bench');
    const listed = async () => (await (await api().$get()).json()).tokens;
    const unused = { createdAt: service.deps.clock.now(), lastUsedOn: null, revokedAt: null };
    expect(await listed()).toEqual([
      { name: 'bench', repositories: null, ...unused },
      { name: 'forge', repositories: ['acme/*'], ...unused },
    ]);
    await registered({ token: secret });
    expect((await listed()).map(({ lastUsedOn }) => lastUsedOn)).toEqual([null, '2027-01-15']);
  });

  it('has a name that is no other, and one that can be typed', async () => {
    await make('forge');
    await revoke('forge');
    const again = await api().$post({ json: { name: 'forge' } });
    expect([again.status, await again.json()]).toMatchObject([409, { error: { code: 'conflict' } }]);
    for (const json of [
      { name: 'a b' },
      { name: '-a' },
      { name: 'a', repositories: [] },
      { name: 'a', repositories: ['a b'] },
    ]) {
      expect((await api().$post({ json })).status).toBe(400);
    }
    expect((await revoke('nobody')).status).toBe(404);
  });

  it('has a scope that can mean a repository, and tells of one that means none known yet', async () => {
    for (const scope of [
      'nonsense',
      '',
      'acme/',
      '/web',
      'acme/web/x',
      'https://github.com/acme/web',
      'acme/web.git',
      'a b/c',
    ]) {
      const answer = await api().$post({ json: { name: 'forge', repositories: ['acme/web', scope] } });
      expect([scope, answer.status]).toEqual([scope, 400]);
      expect(await answer.text()).toContain('is not OWNER/NAME, like acme/web');
    }
    const untold = async (name: string, repositories?: string[]) => {
      const answer = await api().$post({ json: { name, ...(repositories === undefined ? {} : { repositories }) } });
      return (await answer.json()).unmatched;
    };
    expect(await untold('before-any', ['acme/web', 'acme/*'])).toEqual([]);
    await startRun('acme/web');
    expect(await untold('all')).toEqual([]);
    expect(await untold('fitting', ['*', 'acme/*', '*/web', 'ACME/Web'])).toEqual([]);
    expect(await untold('mistyped', ['acme/web', 'acmee/*', 'acme/wep'])).toEqual(['acmee/*', 'acme/wep']);
  });

  it('opens nothing but the runner API, and is made by operators alone', async () => {
    const secret = await make('forge');
    for (const token of [secret, service.tokens.runner]) {
      for (const path of ['/api/v1/runner-tokens', '/api/v1/status']) {
        const answer = await service.app.request(path, { headers: { authorization: `Bearer ${token}` } });
        expect(answer.status).toBe(401);
      }
    }
  });

  it('shows at its runners in the status', async () => {
    await registered({ token: await make('forge') });
    await registered({});
    const { runners } = await (await service.client.api.v1.status.$get()).json();
    expect(runners.map(({ token }) => token).sort()).toEqual(['forge', null]);
  });
});

describe('a revoked token', () => {
  it('is refused at once, and told what to do', async () => {
    const secret = await make('forge');
    await startRun();
    const runner = await registered({ token: secret });
    const attempt = await leasedOne(runner);
    await runner.start(attempt);
    expect((await revoke('forge')).status).toBe(200);
    for (const answer of [
      await runner.register(),
      await runner.beat(attempt),
      await runner.finish(attempt, success()),
      await runner.call('token', { runner: runner.runner, attempt }),
      await runner.call('lease', {
        runner: runner.runner,
        boot: runner.boot,
        request: v7(),
        slot: 'task',
        capacity: 1,
        waitMs: 0,
      }),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
      expect(answer.body.error.message).toMatch(
        /`forge` was revoked on 2027-01-15.*planwright token create.*RUNNER_TOKEN/,
      );
    }
  });

  it('is handed nothing by a call that waited when it was revoked', async () => {
    const runner = await registered({ token: await make('forge') });
    const call = { runner: runner.runner, boot: runner.boot, request: v7(), slot: 'task', capacity: 1, waitMs: 3_000 };
    const waiting = runner.call('lease', call);
    await revoke('forge');
    await startRun();
    service.outage(5_000);
    service.deps.signals.work.wake();
    expect((await waiting).body.leases).toEqual([]);
  });

  it('leaves no runner connected: neither in the status nor in what tasks wait for', async () => {
    await startRun();
    const runner = await registered({ token: await make('forge') });
    await runner.start(await leasedOne(runner));
    const look = async () => {
      const { runners, waiting } = await (await service.client.api.v1.status.$get()).json();
      const [seen] = runners;
      return {
        live: seen?.live,
        revoked: seen?.revoked,
        busy: seen?.busy,
        waits: waiting.map(({ waitsFor }) => waitsFor),
      };
    };
    expect(await look()).toMatchObject({ live: true, revoked: false, busy: 1 });
    await revoke('forge');
    expect(await look()).toEqual({ live: false, revoked: true, busy: 1, waits: ['a runner: none is connected'] });
    await service.pass(LEASE_MS + 2_000);
    expect(await look()).toMatchObject({ busy: 0 });
  });

  it('does not take away what was done with it: the finish counts under the next token, unless others went on', async () => {
    await startRun();
    const before = await registered({ token: await make('old') });
    const [first, second] = [await before.lease(1), await before.lease(1)];
    const held = [...first, ...second];
    expect(held.map(({ task }) => task.key).sort()).toEqual(['a', 'b']);
    for (const { attempt } of held) await before.start(attempt);
    await revoke('old');
    const after = service.runner({ runner: before.runner, token: await make('new') });
    expect((await after.register()).status).toBe(200);
    const other = await registered({});
    const [taken] = await other.lease(1);
    const answers = await Promise.all(held.map(({ attempt }) => after.finish(attempt, success())));
    expect(['a', 'b']).toContain(taken?.task.key);
    const wanted = held.map(({ task }) => (task.key === taken?.task.key ? 409 : 200));
    expect(answers.map(({ status }) => status)).toEqual(wanted);
  });

  it('is handed nothing by such a call although its runner registers with another token meanwhile', async () => {
    const runner = await registered({ token: await make('stolen') });
    const call = { runner: runner.runner, boot: runner.boot, request: v7(), slot: 'task', capacity: 1, waitMs: 3_000 };
    const waits = vi.spyOn(service.deps.signals.work, 'next');
    const waiting = runner.call('lease', call);
    await until('call that waits', () => waits.mock.calls[0]);
    await revoke('stolen');
    const after = await registered({ runner: runner.runner, boot: runner.boot, token: await make('new') });
    await startRun();
    service.outage(5_000);
    service.deps.signals.work.wake();
    expect((await waiting).body.leases).toEqual([]);
    expect(await after.lease(2)).toHaveLength(2);
  });

  it('gives what its runners held to others when the leases end', async () => {
    await startRun();
    const runner = await registered({ token: await make('forge') });
    await runner.start(await leasedOne(runner));
    await revoke('forge');
    await service.pass(LEASE_MS + 2_000);
    const other = await registered({});
    expect(await other.lease(2)).toHaveLength(2);
  });
});

describe('the scope of a token', () => {
  it('limits which tasks a runner is handed, whatever the runner says itself', async () => {
    await startRun('acme/web');
    await startRun('other/api', 'plan-2');
    const runner = await registered({ token: await make('forge', ['ACME/*']) });
    const leases = await runner.lease(4);
    expect(leases.map(({ repository }) => repository.cloneUrl)).toEqual([
      '/repositories/acme/web',
      '/repositories/acme/web',
    ]);
  });

  it('limits for which repositories there are tokens and reports, also when one is renamed out of it', async () => {
    await startRun();
    const runner = await registered({ token: await make('forge', ['acme/web']) });
    const attempt = await leasedOne(runner);
    await runner.start(attempt);
    const ask = () => runner.call('token', { runner: runner.runner, attempt });
    expect((await ask()).status).toBe(200);
    const repository = await service.deps.store.read.repositoryByCloneUrl('/repositories/acme/web');
    if (repository === null) throw new Error('there is no repository');
    await service.deps.store.command('save_repository', async () => ({
      changes: [
        {
          kind: 'save_repository',
          repository: { ...repository, name: 'acme/secret' },
          at: service.deps.clock.now() + 1,
        },
      ],
      events: [],
      effects: [],
      result: null,
    }));
    for (const answer of [await ask(), await runner.finish(attempt, success()), await runner.start(attempt)]) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'attempt_not_current' } } });
    }
  });
});

describe('a runner', () => {
  it('is bound to its token: nobody speaks for it with another', async () => {
    await startRun();
    const [mine, theirs] = [await make('mine'), await make('theirs')];
    const runner = await registered({ token: mine });
    const attempt = await leasedOne(runner);
    await runner.start(attempt);
    for (const token of [theirs, service.tokens.runner]) {
      const { runner: id, boot } = runner;
      const impostor = service.runner({ runner: id, boot, token });
      expect(await impostor.beat(attempt)).toMatchObject({ status: 410, body: { error: { code: 'unknown_runner' } } });
      const lease = await impostor.call('lease', {
        runner: id,
        boot,
        request: v7(),
        slot: 'task',
        capacity: 1,
        waitMs: 0,
      });
      expect(lease.status).toBe(410);
      for (const answer of [
        await impostor.start(attempt),
        await impostor.finish(attempt, success()),
        await impostor.log(attempt, [{ offset: 0, bytes: 1, deflated: 'eJwDAAAAAAE=' }]),
        await impostor.call('token', { runner: id, attempt }),
      ]) {
        expect(answer).toMatchObject({ status: 409, body: { error: { code: 'attempt_not_current' } } });
      }
      expect(await impostor.register()).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    }
    expect((await runner.finish(attempt, success())).status).toBe(200);
  });

  it('of the environment cannot be spoken for with a token of the table', async () => {
    await startRun();
    const runner = await registered({});
    const attempt = await leasedOne(runner);
    const impostor = service.runner({ runner: runner.runner, boot: runner.boot, token: await make('theirs') });
    expect((await impostor.start(attempt)).status).toBe(409);
    expect((await impostor.register()).status).toBe(503);
  });

  it('takes another token when nothing of it is at work', async () => {
    await startRun();
    const before = await registered({});
    const attempt = await leasedOne(before);
    const after = service.runner({ runner: before.runner, token: await make('forge') });
    expect((await after.register()).status).toBe(503);
    await before.start(attempt);
    await before.finish(attempt, success());
    expect((await after.register()).status).toBe(200);
    expect(await after.lease(1)).toHaveLength(1);
  });

  it('takes another token at once when its own was revoked, and what it held is lost', async () => {
    await startRun();
    const before = await registered({ token: await make('old') });
    await before.start(await leasedOne(before));
    await revoke('old');
    const after = service.runner({ runner: before.runner, token: await make('new') });
    expect((await after.register()).status).toBe(200);
    expect(await after.lease(2)).toHaveLength(2);
  });

  it('gets its own answer to a lease, though another asks under the same id at the same moment', async () => {
    await startRun();
    const [one, other] = [await registered({}), await registered({})];
    const request = v7();
    const [first, second] = await Promise.all([one.lease(1, request), other.lease(1, request)]);
    expect(new Set([...first, ...second].map(({ attempt }) => attempt)).size).toBe(2);
  });
});
