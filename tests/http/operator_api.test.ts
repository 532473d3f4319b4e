import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventView } from '../../src/protocol/views.ts';
import { failure, startTestService, success, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const api = () => service.client.api.v1;
const plan = '## Tasks\n- [ ] a: First\n  - retries: 0\n- [ ] b: Second (after a)\n';

async function create(changes: Record<string, unknown> = {}) {
  const json = {
    name: 'plan',
    markdown: plan,
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
    ...changes,
  };
  const response = await api().runs.$post({ json });
  const body = await response.json();
  await service.settle();
  return {
    status: response.status as number,
    body: body as { run: { id: string; state: string }; created: boolean; error?: unknown },
  };
}

async function attemptTask(outcome = success()) {
  const runner = service.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  await runner.finish(attempt, outcome);
  await service.settle();
}

async function show(run: string) {
  return (await api().runs[':run'].$get({ param: { run } })).json();
}

describe('starting a run', () => {
  it('answers the unfinished run of the same plan instead of a second one', async () => {
    const first = await create();
    const second = await create();
    expect([first.body.created, second.body.created]).toEqual([true, false]);
    expect(second.body.run.id).toBe(first.body.run.id);
  });

  it('refuses another plan of that name while the run is not finished', async () => {
    await create();
    const answer = await create({ markdown: '## Tasks\n- [ ] other: Thing\n' });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'already_running' } } });
  });

  it('does not run a finished plan again unless asked to', async () => {
    const first = await create({ markdown: '## Tasks\n- [x] a: Done\n' });
    expect((await show(first.body.run.id)).run.state).toBe('succeeded');
    expect((await create({ markdown: '## Tasks\n- [x] a: Done\n' })).body.created).toBe(false);
    const again = await create({ markdown: '## Tasks\n- [x] a: Done\n', again: true });
    expect(again.body.created).toBe(true);
    expect((await show(again.body.run.id)).run.integrationBranch).toBe('planwright/plan.2/plan');
  });

  it('lets only one of many calls at the same moment make the run', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create()));
    expect(new Set(answers.map(({ body }) => body.run.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.created)).toHaveLength(1);
  });

  it('refuses a plan with mistakes, with all of them', async () => {
    const answer = await create({ markdown: '## Tasks\n- [ ] a: First (after b)\n- [ ] c: Third (after d)\n' });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toMatchObject({
      code: 'plan_invalid',
      details: { problems: [{ line: 2 }, { line: 3 }] },
    });
  });

  it('refuses a name that cannot be part of a branch', async () => {
    for (const name of ['a b', '-x', 'a..b', 'x.lock', 'ä']) expect((await create({ name })).status).toBe(400);
  });

  it('takes the next prefix when a branch of that name is not its own', async () => {
    let asked = 0;
    service.forge.answers.begin_run = () =>
      asked++ === 0 ? { kind: 'prefix_taken' } : { kind: 'begun', base: 'main', baseCommit: 'a'.repeat(40) };
    const { body } = await create();
    expect((await show(body.run.id)).run).toMatchObject({
      state: 'running',
      integrationBranch: 'planwright/plan.2/plan',
    });
  });

  it('says why a run cannot begin', async () => {
    service.forge.answers.begin_run = () => ({ kind: 'refused', message: 'There is no branch `dev`.' });
    const { body } = await create();
    const { run, tasks } = await show(body.run.id);
    expect(run).toMatchObject({
      state: 'failed',
      reason: { code: 'could_not_begin', message: 'There is no branch `dev`.' },
    });
    expect(tasks.map((task) => task.state)).toEqual(['canceled', 'canceled']);
  });
});

describe('a run', () => {
  it('is found by id, by the beginning of it, and by name', async () => {
    const { body } = await create();
    for (const name of [body.run.id, body.run.id.slice(0, 13), 'plan'])
      expect((await show(name)).run.id).toBe(body.run.id);
    expect((await api().runs[':run'].$get({ param: { run: 'nothing' } })).status).toBe(404);
  });

  it('fails with the task that failed, and goes on by retry', async () => {
    const { body } = await create();
    await attemptTask(failure());
    const failed = await show(body.run.id);
    expect(failed.run).toMatchObject({
      state: 'failed',
      reason: { code: 'tasks_failed' },
      tasks: { failed: 1, skipped: 1 },
    });
    expect(failed.tasks[1]).toMatchObject({ state: 'skipped', reason: { code: 'dependency_failed', task: 'a' } });

    const refused = await api().runs[':run'].tasks[':task'].retry.$post({
      param: { run: 'plan', task: 'b' },
      json: { by: 'ada' },
    });
    expect(await refused.json()).toMatchObject({ error: { code: 'not_allowed_in_state' } });
    await api().runs[':run'].tasks[':task'].retry.$post({ param: { run: 'plan', task: 'A' }, json: { by: 'ada' } });
    expect((await show('plan')).tasks.map((task) => task.state)).toEqual(['ready', 'pending']);
    await attemptTask();
    await attemptTask();
    expect((await show('plan')).run.state).toBe('succeeded');
  });

  it('is canceled at once where nothing is at work', async () => {
    await create();
    const response = await api().runs[':run'].cancel.$post({ param: { run: 'plan' }, json: { by: 'ada' } });
    expect(response.status).toBe(200);
    await service.settle();
    const { run, tasks } = await show('plan');
    expect(run).toMatchObject({ state: 'canceled', reason: { code: 'run_canceled' } });
    expect(tasks.map((task) => task.state)).toEqual(['canceled', 'canceled']);
  });

  it('ends at its time limit and says so', async () => {
    const { body } = await create({ markdown: `\`\`\`planwright\nrun-timeout: 10m\n\`\`\`\n\n${plan}` });
    await service.pass(601_000);
    await service.settle();
    expect((await show(body.run.id)).run).toMatchObject({ state: 'failed', reason: { code: 'run_timed_out' } });
  });
});

describe('a ready task', () => {
  const waiting = async () => {
    const { waiting } = await (await api().status.$get()).json();
    const { tasks } = await show('plan');
    expect(tasks.filter((task) => task.waitsFor !== null).map((task) => task.waitsFor)).toEqual(
      waiting.map((row) => row.waitsFor),
    );
    return Object.fromEntries(waiting.map((row) => [row.task, row.waitsFor]));
  };

  it('says that no runner is connected, and no more once one has gone', async () => {
    await create();
    expect(await waiting()).toEqual({ a: 'a runner: none is connected' });
    await service.runner().register();
    expect(await waiting()).toEqual({ a: 'a free slot' });
    await service.pass(40_000);
    expect(await waiting()).toEqual({ a: 'a runner: none is connected' });
  });

  it('says what no runner has', async () => {
    await create({
      markdown:
        '## Tasks\n- [ ] a: First (agent: codex)\n- [ ] b: Second (labels: gpu, arm)\n- [ ] c: Third\n  - run: ls\n',
    });
    await service.runner().register();
    expect(await waiting()).toEqual({
      a: 'a runner that offers the agent `codex`',
      b: 'a runner with the labels `gpu`, `arm`',
      c: 'a free slot',
    });
  });

  it('says what others hold', async () => {
    await create({
      markdown:
        '## Tasks\n- [ ] a: First (locks: db; files: src/**)\n- [ ] b: Second (locks: db)\n- [ ] c: Third (files: src/a.ts)\n',
    });
    const runner = service.runner();
    await runner.register();
    await runner.lease(1);
    expect(await waiting()).toEqual({
      b: 'another task that holds `db`',
      c: 'another task that is about the same files',
    });
  });

  it('says that its run is full', async () => {
    await create({ markdown: '```planwright\nconcurrency: 1\n```\n## Tasks\n- [ ] a: First\n- [ ] b: Second\n' });
    const runner = service.runner();
    await runner.register();
    await runner.lease(1);
    expect(await waiting()).toEqual({ b: 'another task: as many as may are at work' });
  });
});

describe('a task', () => {
  it('is shown with all its attempts, oldest first, whatever the case of its id', async () => {
    await create({ markdown: '## Tasks\n- [ ] a: First\n  - retries: 1\n' });
    await attemptTask(failure());
    await service.pass(60_000);
    await attemptTask();
    const response = await api().runs[':run'].tasks[':task'].$get({ param: { run: 'plan', task: 'A' } });
    const { task, attempts } = await response.json();
    expect(task).toMatchObject({ key: 'a', attempts: 2, failures: 1, failuresAllowed: 2 });
    expect(attempts.map(({ number, state, class: why }) => [number, state, why])).toEqual([
      [1, 'failed', 'agent_error'],
      [2, 'succeeded', null],
    ]);
  });
});

describe('events', () => {
  it('are numbered from 1 without a gap, and a snapshot says which it contains', async () => {
    const { body } = await create();
    await attemptTask();
    const { events, more } = await (
      await api().runs[':run'].events.$get({ param: { run: body.run.id }, query: {} })
    ).json();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(more).toBe(false);
    expect((await show(body.run.id)).run.event).toBe(events.length);
  });

  it('come in pages', async () => {
    const { body } = await create();
    const page = await (
      await api().runs[':run'].events.$get({ param: { run: body.run.id }, query: { after: '1', limit: '1' } })
    ).json();
    expect(page.events.map((event) => event.seq)).toEqual([2]);
  });

  it('stream from any number on, as they happen', async () => {
    const { body } = await create();
    const gone = new AbortController();
    const response = await service.app.request(`/api/v1/runs/${body.run.id}/events/stream?after=1`, {
      headers: { authorization: `Bearer ${service.tokens.operator}` },
      signal: gone.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const seen = readEvents(response);
    expect((await seen.next()).value).toMatchObject({ seq: 2, kind: 'run_moved' });
    await attemptTask();
    expect((await seen.next()).value).toMatchObject({ seq: 3, kind: 'task_moved', task: 'a' });
    await seen.return(undefined);
    gone.abort();
  });
});

async function* readEvents(response: Response): AsyncGenerator<EventView> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

describe('the house', () => {
  it('is healthy and ready', async () => {
    expect((await service.app.request('/healthz')).status).toBe(200);
    expect((await service.app.request('/readyz')).status).toBe(200);
  });

  it('ticks for whoever knows the secret', async () => {
    const post = (token: string) =>
      service.app.request('/api/tick', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect((await post('wrong')).status).toBe(401);
    expect(await (await post(service.tokens.tick)).json()).toEqual({ more: false });
  });

  it('answers an unknown address with a named error', async () => {
    const response = await service.app.request('/api/v1/nothing', {
      headers: { authorization: `Bearer ${service.tokens.operator}` },
    });
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('tells how it stands', async () => {
    await create();
    await service.runner().register();
    const status = await (await api().status.$get()).json();
    expect(status).toMatchObject({
      runs: [{ name: 'plan' }],
      runners: [{ name: 'forge-1', live: true, busy: 0 }],
      outbox: { waiting: 0, dead: [] },
      deliveries: { waiting: 0, failing: 0, dead: [] },
    });
  });

  it('tells which webhooks were given up, and has them processed anew', async () => {
    const { store, clock } = service.deps;
    await store.deliveries.add({ id: 'd-1', event: 'issues', body: '{}', lane: null }, clock.now());
    await store.deliveries.claim('me', clock.now(), clock.now() + 1, 1);
    await store.deliveries.bury('d-1', 'me', 'It broke.');
    const dead = { id: 'd-1', event: 'issues', message: 'It broke.' };
    expect(await (await api().status.$get()).json()).toMatchObject({ deliveries: { waiting: 0, dead: [dead] } });
    expect((await api().deliveries.retry.$post({ json: { id: 'unknown' } })).status).toBe(404);
    const retry = async (json: { id?: string }) => (await api().deliveries.retry.$post({ json })).json();
    expect(await retry({})).toEqual({ retried: 1 });
    expect(await (await api().status.$get()).json()).toMatchObject({ deliveries: { waiting: 1, dead: [] } });
  });
});
