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

async function begin(settings?: string) {
  const json = {
    name: 'plan',
    markdown: '## Tasks\n- [ ] a: First\n',
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
    ...(settings === undefined ? {} : { settings }),
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

it("is reckoned by the repository's own prices, as they were when the run started", async () => {
  const { runner, next, shown } = await begin('prices:\n  sonnet: { input: 2, output: 5 }\n');
  const attempt = await next();
  const usage = { ...used(100, null), outputTokens: 10 };
  await runner.use(attempt, usage);
  expect(await shown()).toMatchObject({ task: { usage: { costMicros: 250, reckonedMicros: 250 } } });
  await runner.finish(attempt, { ...success(), usage: { ...usage, inputTokens: 200 } });
  expect(await shown()).toMatchObject({
    run: { usage: { costMicros: 450, reckonedMicros: 450, unpricedAttempts: 0 } },
    attempts: [{ usage: { costMicros: 450, costBy: 'prices' } }],
  });
});

it('of which the agent says the cost itself needs no prices', async () => {
  const { runner, next, shown } = await begin('prices:\n  sonnet: { input: 2, output: 5 }\n');
  await runner.finish(await next(), { ...success(), usage: used(100, 7) });
  expect(await shown()).toMatchObject({ attempts: [{ usage: { costMicros: 7, costBy: 'agent' } }] });
});
