import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, startTestService, success, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

async function start(name: string, task: string, settings: string | null) {
  const repository = { name: 'acme/api', cloneUrl: '/repositories/api' };
  const json = { name, markdown: `## Tasks\n- [ ] ${task}\n`, owner: 'ada', repository };
  await service.client.api.v1.runs.$post({ json: settings === null ? json : { ...json, settings } });
  await service.settle();
}

it('the best agent of a rule is the one that did best in earlier runs of the repository, and people are told why', async () => {
  const runner = service.runner();
  const offered = ['first', 'second'].map((name) => ({ name, transport: 'text' }));
  const { runner: id, boot } = runner;
  const others = { labels: [], slots: 4, repositories: ['*'], sandbox: 'none' };
  await runner.call('register', { runner: id, boot, name: 'forge-1', agents: offered, ...others });
  for (const [agent, outcome] of [
    ['first', failure()],
    ['second', success()],
  ] as const) {
    await start(`by-${agent}`, `a: Work (agent: ${agent}; retries: 0; allow-no-change: true)`, null);
    const [lease] = await runner.lease(1);
    await runner.start(lease?.attempt ?? '');
    await runner.finish(lease?.attempt ?? '', outcome);
    await service.settle();
  }
  await start('next', 'a: Work', 'routing:\n  - { use: [first, second], strategy: auto }\n');
  const [lease] = await runner.lease(1);
  expect(lease?.work).toMatchObject({ agent: 'second' });
  expect(lease?.routing).toBe(
    'second, by routing rule 1, best of 2: 1 of 1 attempt succeeded, 0 of 4 slots at work; forge-1 had a free slot',
  );
});
