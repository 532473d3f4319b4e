import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../../runner/agents/agent_event.ts';
import { IdleWatch } from '../../../../runner/attempt/agent/idle_watch.ts';
import { HandClock } from '../../worker/hand_clock.ts';

const IDLE_MS = 1_000;
const message: AgentEvent = { kind: 'message', text: 'I read.' };
const command: AgentEvent = { kind: 'command', command: 'npm test' };
const ended: AgentEvent = { kind: 'tool_ended', isError: false, output: '' };

let clock: HandClock;
let watch: IdleWatch;
let times: number;

beforeEach(() => {
  clock = new HandClock();
  times = 0;
  watch = new IdleWatch(clock, IDLE_MS, () => {
    times += 1;
  });
});

/** Whether the agent was idle once the time had gone by. */
function isIdleAfter(ms: number): boolean {
  clock.turnTo(clock.now() + ms);
  return times > 0;
}

describe('an agent', () => {
  it('is idle when nothing comes from the start, and once only', () => {
    expect(isIdleAfter(IDLE_MS - 1)).toBe(false);
    expect(isIdleAfter(1)).toBe(true);
    watch.see(message);
    isIdleAfter(10 * IDLE_MS);
    expect(times).toBe(1);
  });

  it.each<AgentEvent>([
    message,
    { kind: 'session', id: 's' },
    { kind: 'usage', usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1, costUsd: null } },
    ended,
  ])('gets on with $kind', (event) => {
    isIdleAfter(IDLE_MS - 1);
    watch.see(event);
    expect(isIdleAfter(IDLE_MS - 1)).toBe(false);
    expect(isIdleAfter(1)).toBe(true);
  });

  it.each<AgentEvent>([
    { kind: 'retry', attempt: 1, reason: 'overloaded' },
    { kind: 'warning', text: 'no such model' },
  ])('gets no further with $kind', (event) => {
    isIdleAfter(IDLE_MS - 1);
    watch.see(event);
    expect(isIdleAfter(1)).toBe(true);
  });

  it.each<AgentEvent>([command, { kind: 'tool', name: 'ask', input: '{}' }, { kind: 'file_change', paths: ['a.txt'] }])(
    'is not idle while $kind is at work, and may be again after it',
    (event) => {
      watch.see(event);
      expect(isIdleAfter(100 * IDLE_MS)).toBe(false);
      watch.see(ended);
      expect(isIdleAfter(IDLE_MS)).toBe(true);
    },
  );

  it('is not idle while one of several tools is at work', () => {
    watch.see(command);
    watch.see(command);
    watch.see(ended);
    expect(isIdleAfter(IDLE_MS)).toBe(false);
    watch.see(ended);
    expect(isIdleAfter(IDLE_MS)).toBe(true);
  });

  it('counts no tool twice that was told of only when it was over', () => {
    watch.see(ended);
    watch.see(command);
    expect(isIdleAfter(IDLE_MS)).toBe(false);
  });

  it('is not idle while a person is asked', () => {
    watch.see({ kind: 'question', id: 'q1', question: { text: 'Which?', options: [] } });
    expect(isIdleAfter(100 * IDLE_MS)).toBe(false);
    watch.answered('q1');
    expect(isIdleAfter(IDLE_MS - 1)).toBe(false);
    expect(isIdleAfter(1)).toBe(true);
  });

  it('is not idle once its work is over', () => {
    watch.end();
    watch.see(message);
    expect(isIdleAfter(100 * IDLE_MS)).toBe(false);
  });
});
