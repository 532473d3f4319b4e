import { expect, it } from 'vitest';
import { SessionGate } from '../../../../runner/attempt/agent/session_gate.ts';
import { ServiceError } from '../../../../runner/service/service_error.ts';
import type { AgentSession } from '../../../../src/protocol/agent_session.ts';
import { HandClock } from '../../worker/hand_clock.ts';

const session: AgentSession = {
  id: 'thread-1',
  used: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null },
};

function gate() {
  const clock = new HandClock();
  const written: string[] = [];
  const reported: string[] = [];
  const signals: AbortSignal[] = [];
  let fenced = false;
  const answer = Promise.withResolvers<void>();
  const made = new SessionGate({
    clock,
    write: (text) => void written.push(text),
    report: ({ id }, signal) => {
      reported.push(id);
      signals.push(signal);
      return answer.promise;
    },
    onFenced: () => {
      fenced = true;
    },
    signal: new AbortController().signal,
  });
  return { clock, made, written, reported, signals, answer, isFenced: () => fenced };
}

/** Everything that waits for a promise that is settled has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('holds back what is said until the service has the conversation, and lets it through in its order', async () => {
  const { made, written, reported, answer } = gate();
  made.say('greeting');
  made.know(session);
  made.say('prompt');
  made.know(session);
  made.say('more');
  await settled();
  expect([written, reported]).toEqual([['greeting'], ['thread-1']]);
  answer.resolve();
  await settled();
  made.say('last');
  expect(written).toEqual(['greeting', 'prompt', 'more', 'last']);
});

it('keeps an agent waiting for five seconds at most, while the report goes on', () => {
  const { clock, made, written, signals } = gate();
  made.know(session);
  made.say('prompt');
  clock.turnTo(4_999);
  expect(written).toEqual([]);
  clock.turnTo(5_000);
  expect(written).toEqual(['prompt']);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  made.close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

it.each([
  ['attempt_not_current', true],
  ['impossible_report', false],
] as const)('tells of an attempt that was given up: %s', async (code, isGivenUp) => {
  const { made, written, answer, isFenced } = gate();
  made.know(session);
  made.say('prompt');
  answer.reject(new ServiceError(code, 'no'));
  await settled();
  expect([isFenced(), written]).toEqual([isGivenUp, ['prompt']]);
});
