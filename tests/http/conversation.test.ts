import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationEnd } from '../../src/service/views/read_conversation.ts';
import { startTestService, success, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const said = (text: string) => `${JSON.stringify({ at: 1, kind: 'message', text })}\n`;
const chunkAt = (offset: number, text: string) => ({
  offset,
  bytes: text.length,
  deflated: deflateSync(text).toString('base64'),
});

async function leased() {
  const json = {
    name: 'plan',
    markdown: '## Tasks\n- [ ] a: First\n',
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
  };
  await service.client.api.v1.runs.$post({ json });
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  return { runner, attempt };
}

async function conversation(attempt: string, from: number) {
  const query = { from: String(from) };
  const answer = await service.client.api.v1.attempts[':attempt'].conversation.$get({ param: { attempt }, query });
  return answer.json();
}

it('a conversation is followed by offsets: whole events, each once', async () => {
  const { runner, attempt } = await leased();
  expect(await conversation(attempt, 0)).toEqual({ events: [], next: 0, complete: false });
  const [one, two] = [said('one'), said('two')];
  // The service keeps the first and last 8 bytes of pieces that lie wholly between; these do not.
  await runner.log(attempt, [chunkAt(0, one + two.slice(0, 9))], 'conversation');
  const first = await conversation(attempt, 0);
  expect(first).toEqual({ events: [JSON.parse(one)], next: one.length, complete: false });
  await runner.log(attempt, [chunkAt(one.length + 9, two.slice(9))], 'conversation');
  await runner.finish(attempt, success());
  const second = await conversation(attempt, one.length);
  expect(second).toEqual({ events: [JSON.parse(two)], next: one.length + two.length, complete: true });
  expect(await conversationEnd(service.deps, attempt)).toEqual([JSON.parse(one), JSON.parse(two)]);
});

it('a conversation and the output are two things', async () => {
  const { runner, attempt } = await leased();
  await runner.log(attempt, [chunkAt(0, 'output')]);
  expect(await conversation(attempt, 0)).toMatchObject({ events: [] });
});

it('a conversation of an attempt that nobody knows is not found', async () => {
  expect(await conversation('nobody', 0)).toMatchObject({ error: { code: 'not_found' } });
});
