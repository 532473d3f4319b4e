import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE_MS, startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

async function register(name: string, transport: string) {
  const runner = service.runner();
  const { runner: id, boot } = runner;
  const others = { labels: [], slots: 4, repositories: ['*'], sandbox: 'none' };
  await runner.call('register', { runner: id, boot, name, agents: [{ name: 'script', transport }], ...others });
}

it('the status tells of providers that differ between living runners', async () => {
  const differing = async () => (await (await service.client.api.v1.status.$get()).json()).differing;
  await register('forge-1', 'text');
  await register('forge-2', 'text');
  expect(await differing()).toEqual([]);
  await register('forge-3', 'acp');
  expect(await differing()).toEqual([
    {
      provider: 'script',
      transports: [
        { transport: 'acp', runners: ['forge-3'] },
        { transport: 'text', runners: ['forge-1', 'forge-2'] },
      ],
      text: '`script` is acp on forge-3, text on forge-1 and forge-2',
    },
  ]);
  service.outage(LEASE_MS + 1);
  await register('forge-1', 'text');
  expect(await differing()).toEqual([]);
});
