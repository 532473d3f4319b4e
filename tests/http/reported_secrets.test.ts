import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, startTestService, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const TOKEN = ['gh', 's_', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ3lP6'].join('');

it('what a runner reports is kept without what looks like a token', async () => {
  await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/repositories/api' },
    },
  });
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const [lease] = await runner.lease();
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  await runner.call('heartbeat', {
    runner: runner.runner,
    boot: runner.boot,
    attempts: [{ attempt, progress: `using ${TOKEN}` }],
  });
  const asked = {
    source: 'agent',
    text: `keep ${TOKEN}?`,
    options: [`option ${TOKEN}`, 'drop'],
    default: `option ${TOKEN}`,
    onlyOptions: true,
    details: `it is in ${TOKEN}`,
  };
  const question = { runner: runner.runner, attempt, question: v7(), asked, waitMs: 0 };
  expect((await runner.call('ask', question)).body).toEqual({ state: 'open', n: 1 });
  const shown = await (
    await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run: 'plan', task: 'a' } })
  ).json();
  expect(shown.questions).toMatchObject([
    { text: 'keep [secret]?', options: ['option [secret]', 'drop'], details: 'it is in [secret]' },
  ]);
  const outcome = failure({ message: `it said ${TOKEN}`, summary: `I used ${TOKEN}.` });
  expect((await runner.finish(attempt, outcome)).status).toBe(200);
  // The same report is the same once its secrets are out.
  expect((await runner.finish(attempt, outcome)).status).toBe(200);
  const files = (await readdir(service.folder)).map((name) => readFile(join(service.folder, name), 'latin1'));
  const kept = (await Promise.all(files)).join('');
  expect(kept).toContain('it said [secret]');
  expect(kept).toContain('using [secret]');
  expect(kept).not.toContain(TOKEN);
});
