import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, startTestService, success, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const used = (inputTokens: number, costMicros: number | null = 1_000) => ({
  inputTokens,
  cachedTokens: 0,
  outputTokens: 10,
  costMicros,
  model: 'sonnet',
});

async function begin() {
  const json = {
    name: 'plan',
    markdown: '## Tasks\n- [ ] a: First\n',
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
  };
  const { run } = (await (await service.client.api.v1.runs.$post({ json })).json()) as { run: { id: string } };
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const next = async () => {
    const [lease] = await runner.lease(1);
    await runner.start(lease?.attempt ?? '');
    return lease?.attempt ?? '';
  };
  const shown = async () => {
    const param = { run: run.id, task: 'a' };
    return (await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param })).json();
  };
  return { run: run.id, runner, next, shown };
}

it('what an attempt uses is seen while it runs, and in the end as it reports it', async () => {
  const { runner, next, shown } = await begin();
  const attempt = await next();
  await runner.use(attempt, used(100, null));
  expect(await shown()).toMatchObject({ task: { usage: { inputTokens: 100, costMicros: null, unpricedAttempts: 1 } } });
  await runner.beat(attempt);
  await runner.finish(attempt, { ...success(), usage: used(250) });
  expect(await shown()).toMatchObject({
    run: { usage: { inputTokens: 250, costMicros: 1_000, unpricedAttempts: 0 } },
    task: { usage: { inputTokens: 250, costMicros: 1_000 } },
    attempts: [{ usage: { inputTokens: 250, costMicros: 1_000, costBy: 'agent', model: 'sonnet' } }],
  });
  expect(await (await service.client.api.v1.status.$get()).json()).toMatchObject({
    repositories: [{ name: 'acme/api', usage: { inputTokens: 250, costMicros: 1_000 } }],
  });
});

it('attempts that failed or were lost have cost too', async () => {
  const { runner, next, shown } = await begin();
  await runner.finish(await next(), { ...failure({ class: 'verification' }), usage: used(1) });
  await service.settle();
  const lost = await next();
  await runner.use(lost, used(20));
  // Another process of the same runner: what the one before held is lost.
  await service.runner().register();
  expect(await shown()).toMatchObject({ task: { usage: { inputTokens: 21, costMicros: 2_000 } } });
});
