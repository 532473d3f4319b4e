import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConversation } from '../../../src/cli/client/read_conversation.ts';
import { startTestService, success, type TestService } from '../../support/test_service.ts';
import { countingClient } from './counting_client.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const said = (text: string) => ({ at: 1, kind: 'message' as const, text });

test('a conversation is followed until its attempt ends, each event once', async () => {
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
  let offset = 0;
  const tell = async (text: string) => {
    const bytes = Buffer.from(text);
    await runner.log(
      attempt,
      [{ offset, bytes: bytes.length, deflated: deflateSync(bytes).toString('base64') }],
      'conversation',
    );
    offset += bytes.length;
  };
  const line = (text: string) => `${JSON.stringify(said(text))}\n`;

  await tell(line('one') + line('two').slice(0, 10));
  expect(await Array.fromAsync(readConversation(service.client, attempt, false))).toEqual([said('one')]);
  const { client, asked } = countingClient(service);
  const followed = readConversation(client, attempt, true, { lookAgainMs: 0 });
  expect((await followed.next()).value).toEqual(said('one'));
  // The agent pauses in the middle of an event: that is no end, however often one looks.
  const second = followed.next();
  await asked(4);
  await tell(line('two').slice(10));
  expect((await second).value).toEqual(said('two'));
  await tell(line('three'));
  await runner.finish(attempt, success());
  expect(await Array.fromAsync(followed)).toEqual([said('three')]);
});
