import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
  const json = {
    name: 'plan',
    markdown: 'Dates matter.\n\n## Tasks\n- [ ] a: First (role: tester; model: small)\n- [ ] b: Second\n  - run: ls\n',
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
    settings: 'agents: { careful: { provider: script, model: large } }\nroles: { tester: { agent: careful } }\n',
  };
  await service.client.api.v1.runs.$post({ json });
  await service.settle();
});
afterEach(() => service.stop());

async function prompt(task: string, attempt?: string) {
  const query = attempt === undefined ? {} : { attempt };
  const tasks = service.client.api.v1.runs[':run'].tasks[':task'];
  const response = await tasks.prompt.$get({ param: { run: 'plan', task }, query });
  return { status: response.status as number, body: (await response.json()) as Record<string, unknown> };
}

it('shows what the next attempt would be told, and what one was told', async () => {
  const next = await prompt('a');
  expect(next).toMatchObject({
    status: 200,
    body: {
      attempt: null,
      state: 'ready',
      agent: 'careful',
      provider: 'script',
      model: 'small',
      role: 'tester',
      routing: 'the agent of the role tester',
      resumed: null,
      parts: [
        { title: 'Your role', text: expect.stringContaining('You are the tester') },
        { title: 'Your task', text: expect.stringContaining('First') },
        { title: 'Context of the plan', text: expect.stringContaining('Dates matter.') },
        { title: 'How your work is taken' },
        { title: 'What is protected' },
      ],
    },
  });
  const runner = service.runner();
  await runner.register();
  const leases = await runner.lease(2);
  const lease = leases.find(({ task }) => task.key === 'a');
  expect(lease?.work).toMatchObject({ kind: 'agent', agent: 'careful', provider: 'script', model: 'small' });
  const told = await prompt('a', '1');
  expect(told.body).toMatchObject({ attempt: 1, state: 'running', agent: 'careful', model: 'small' });
  expect(told.body.parts).toEqual(lease?.work.kind === 'agent' ? lease.work.prompt : undefined);
});

it('shows that the next attempt is told what was done and said before', async () => {
  const runner = service.runner();
  await runner.register();
  const leases = await runner.lease(2);
  const attempt = leases.find(({ task }) => task.key === 'a')?.attempt ?? '';
  await runner.start(attempt);
  const said = `${JSON.stringify({ at: 1, kind: 'message', text: 'Half of it is done.' })}\n`;
  const piece = { offset: 0, bytes: said.length, deflated: deflateSync(said).toString('base64') };
  await runner.log(attempt, [piece], 'conversation');
  await runner.finish(attempt, failure({ class: 'verification' }));
  await service.settle();
  const before = expect.objectContaining({
    title: 'What was done and said before',
    text: expect.stringContaining('Half of it is done.'),
  });
  expect(await prompt('a')).toMatchObject({ body: { attempt: null, parts: expect.arrayContaining([before]) } });
});

it('draws the line around data anew for each attempt, so that nobody knows it before', async () => {
  const runner = service.runner();
  await runner.register();
  const leases = await runner.lease(2);
  const attempt = leases.find(({ task }) => task.key === 'a')?.attempt ?? '';
  await runner.start(attempt);
  await runner.finish(attempt, failure({ class: 'verification' }));
  await service.settle();
  leases.push(...(await runner.lease(1)));
  const lines = leases.map((lease) => new Set(JSON.stringify(lease).match(/data-[\w-]+/g)));
  expect(lines.map(({ size }) => size)).toEqual([1, 1, 1]);
  expect(new Set(lines.flatMap((found) => [...found])).size).toBe(3);
});

it('says where there is none', async () => {
  const missing = { status: 404, body: { error: { code: 'not_found' } } };
  expect(await prompt('a', '7')).toMatchObject(missing);
  expect(await prompt('b')).toMatchObject(missing);
  expect(await prompt('nobody')).toMatchObject(missing);
});
