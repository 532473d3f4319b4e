import { deflateSync } from 'node:zlib';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAttemptLog } from '../../../src/cli/client/read_attempt_log.ts';
import { createClient } from '../../../src/http/client.ts';
import { startTestService, success, type TestService } from '../../support/test_service.ts';
import { countingClient } from './counting_client.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

test('a log shows where it was cut, and how much is missing', async () => {
  const { runner, attempt } = await started();
  // The service keeps the first and last 8 bytes; the runner itself dropped those from 24 to 30.
  const chunks = ['head....', 'dropped.', 'dropped.'].map((text, index) => chunkAt(8 * index, text));
  await runner.log(attempt, [...chunks, chunkAt(30, 'tail')]);
  await runner.finish(attempt, success());

  let text = '';
  for await (const piece of readAttemptLog(service.client, attempt, true)) text += piece.toString();
  expect(text).toBe('head....\n… 22 bytes were cut here …\ntail');
});

test('a log is followed past a pause of the agent until its attempt ends, each byte once', async () => {
  const { runner, attempt } = await started();
  await runner.log(attempt, [chunkAt(0, 'one, ')]);
  const { client, asked } = countingClient(service);
  const followed = readAttemptLog(client, attempt, true, { lookAgainMs: 0 });
  expect(String((await followed.next()).value)).toBe('one, ');
  const second = followed.next();
  await asked(4);
  await runner.log(attempt, [chunkAt(5, 'two, ')]);
  expect(String((await second).value)).toBe('two, ');
  const third = followed.next();
  await asked(4);
  await runner.log(attempt, [chunkAt(10, 'three')]);
  await runner.finish(attempt, success());
  expect(String((await third).value)).toBe('three');
  expect(await Array.fromAsync(followed)).toEqual([]);
});

test('what a piece has that was shown already is not shown again', async () => {
  const pages = [[pieceAt(0, 'one, ')], [pieceAt(0, 'one, '), pieceAt(3, ', two')], []];
  const client = createClient('http://service', 'token', () => {
    const pieces = pages.shift() ?? [];
    return Response.json({ pieces, next: 0, complete: pages.length === 0 });
  });
  const shown = await Array.fromAsync(readAttemptLog(client, v7(), true, { lookAgainMs: 0 }));
  expect(Buffer.concat(shown).toString()).toBe('one, two');
});

async function started() {
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
  return { runner, attempt };
}

function pieceAt(offset: number, text: string) {
  return { offset, bytes: text.length, base64: Buffer.from(text).toString('base64') };
}

function chunkAt(offset: number, text: string) {
  return { offset, bytes: text.length, deflated: deflateSync(text).toString('base64') };
}
