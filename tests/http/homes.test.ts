import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

it('a runner is told which tasks need the HOMEs that it keeps', async () => {
  const response = await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First (retries: 0)\n- [ ] b: Second\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/repositories/api' },
    },
  });
  expect(response.status).toBe(200);
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const leased = [...(await runner.lease()), ...(await runner.lease())];
  const tasks = leased.map(({ task }) => task.id);
  const asked = () => runner.call('homes', { runner: runner.runner, tasks: [...tasks, randomUUID()] });
  expect(await asked()).toEqual({ status: 200, body: { needed: tasks, over: [] } });
  const [first] = leased;
  await runner.start(first?.attempt ?? '');
  await runner.finish(first?.attempt ?? '', failure({ class: 'refused' }));
  await service.settle();
  // A person may retry it.
  expect(await asked()).toMatchObject({ body: { needed: tasks.slice(1), over: [] } });
});
