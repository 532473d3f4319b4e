import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ConversationLog } from '../../../runner/log/conversation_log.ts';
import { LogShipper } from '../../../runner/log/log_shipper.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import { redactionOf } from '../../../runner/redaction.ts';
import {
  CONVERSATION_ITEM_LIMIT,
  CONVERSATION_LIST_LIMIT,
  CONVERSATION_TEXT_LIMIT,
  ConversationEvent,
} from '../../../src/protocol/conversation.ts';
import type { LogRequest } from '../../../src/protocol/log_messages.ts';

const SECRET = 'correct horse "battery" staple';

function conversation(bytes = 1_000_000, secret = SECRET) {
  const sent: LogRequest[] = [];
  const redaction = redactionOf([secret]);
  const shipper = new LogShipper({
    runner: 'r',
    attempt: 'a',
    stream: 'conversation',
    headBytes: bytes,
    tailBytes: bytes,
    clock: systemClock,
    random: () => 0,
    redaction,
    send: async (request) => {
      sent.push(request);
      return { stored: 0 };
    },
  });
  let elapsedMs = 0;
  const log = new ConversationLog(shipper, redaction, () => elapsedMs++);
  const events = async () => {
    await log.close(1_000);
    const text = sent
      .flatMap(({ chunks }) => chunks)
      .map(({ deflated }) => inflateSync(Buffer.from(deflated, 'base64')).toString())
      .join('');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => ConversationEvent.parse(JSON.parse(line)));
  };
  return { log, events, sent };
}

describe('the conversation of an attempt', () => {
  it('is told in JSON lines, each with its time, as a stream of its own', async () => {
    const { log, events, sent } = conversation();
    log.tell({ kind: 'prompt', text: 'Do it.\nNow.' });
    log.tellEvent({ kind: 'session', id: 's' });
    log.tellEvent({ kind: 'file_change', paths: ['a', 'b'] });
    log.tellEvent({ kind: 'question', id: 'q', question: { text: 'Keep?', options: ['yes'] } });
    log.tellEvent({ kind: 'usage', usage: { inputTokens: 3, cachedTokens: 2, outputTokens: 1, costUsd: 0.5 } });
    expect(await events()).toEqual([
      { at: 0, kind: 'prompt', text: 'Do it.\nNow.' },
      { at: 1, kind: 'session', id: 's' },
      { at: 2, kind: 'file_change', paths: ['a', 'b'] },
      { at: 3, kind: 'question', text: 'Keep?', options: ['yes'] },
      { at: 4, kind: 'usage', inputTokens: 3, cachedTokens: 2, outputTokens: 1, costUsd: 0.5 },
    ]);
    expect(sent[0]?.stream).toBe('conversation');
  });

  it('holds no secret, also where JSON would write it otherwise', async () => {
    const { log, events } = conversation();
    log.tellEvent({ kind: 'message', text: `it is ${SECRET}.` });
    log.tellEvent({ kind: 'file_change', paths: [`x/${SECRET}`] });
    expect(await events()).toMatchObject([{ text: 'it is [secret].' }, { paths: ['x/[secret]'] }]);
  });

  it('holds events of bounded length, without half a secret at the cut', async () => {
    const { log, events } = conversation();
    for (let before = 0; before <= SECRET.length; before += 3) {
      const [near, far] = ['x'.repeat(CONVERSATION_TEXT_LIMIT - before), 'y'.repeat(1_000_000)];
      log.tellEvent({ kind: 'message', text: near + SECRET + far });
      log.tellEvent({ kind: 'tool_ended', isError: false, output: far + SECRET + near });
    }
    log.tellEvent({ kind: 'file_change', paths: Array.from({ length: 2_000 }, () => 'p'.repeat(5_000)) });
    for (const event of await events()) {
      const text = JSON.stringify(event);
      // Any piece of the secret.
      expect(text).not.toMatch(/corr|horse|batt|ple"/);
      expect(text.length).toBeLessThan(CONVERSATION_LIST_LIMIT * (CONVERSATION_ITEM_LIMIT + 10));
    }
  });

  it('holds no half of a secret either that is as long as a file of keys', async () => {
    const secret = '0123456789abcdef'.repeat(2_000);
    const { log, events } = conversation(1_000_000, secret);
    for (const after of [1, 10_000, 17_000, secret.length - 1]) {
      const [near, far] = ['x'.repeat(CONVERSATION_TEXT_LIMIT - after), 'y'.repeat(1_000_000)];
      log.tellEvent({ kind: 'message', text: near + secret + far });
      log.tellEvent({ kind: 'tool_ended', isError: false, output: far + secret + near });
    }
    // What is taken out before the cut brings the half of another nearer.
    for (const after of [12, 100]) {
      const between = '-'.repeat(CONVERSATION_TEXT_LIMIT - after);
      log.tellEvent({ kind: 'message', text: secret + between + secret + 'y'.repeat(1_000_000) });
      log.tellEvent({ kind: 'tool_ended', isError: false, output: 'y'.repeat(1_000_000) + secret + between + secret });
    }
    const told = await events();
    expect(told).toHaveLength(12);
    for (const event of told) expect(JSON.stringify(event)).not.toMatch(/0123456789|6789abcdef/);
  });
});
