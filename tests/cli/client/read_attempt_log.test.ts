import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAttemptLog } from '../../../src/cli/client/read_attempt_log.ts';
import { startTestService, success, type TestService } from '../../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

test('a log shows where it was cut, and how much is missing', async () => {
  await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/r' },
    },
  });
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  // The service keeps the first and last 8 bytes; the runner itself dropped those from 24 to 30.
  const chunks = ['head....', 'dropped.', 'dropped.'].map((text, index) => chunkAt(8 * index, text));
  await runner.log(attempt, [...chunks, chunkAt(30, 'tail')]);
  await runner.finish(attempt, success());

  let text = '';
  for await (const piece of readAttemptLog(service.client, attempt, true)) text += piece.toString();
  expect(text).toBe('head....\n… 22 bytes were cut here …\ntail');
});

function chunkAt(offset: number, text: string) {
  return { offset, bytes: text.length, deflated: deflateSync(text).toString('base64') };
}
