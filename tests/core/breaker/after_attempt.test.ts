import { describe, expect, test } from 'vitest';
import { type AgentEnd, afterAttempt } from '../../../src/core/breaker/after_attempt.ts';
import { type BreakerRecord, newBreaker } from '../../../src/core/breaker/breaker.ts';
import { FAILURE_POLICIES } from '../../../src/core/retry/failure_policy.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';

const NOW = 1_000_000;
const THRESHOLDS = { failures: 3, cooldownMs: 60_000 };
const WORKED: AgentEnd = { kind: 'worked' };
const UNKNOWN: AgentEnd = { kind: 'unknown' };

function failed(name: FailureClass, more: Partial<Extract<AgentEnd, { kind: 'failed' }>> = {}): AgentEnd {
  return { kind: 'failed', class: name, message: 'no', couldNotStart: false, ...more };
}

function since(breaker: BreakerRecord, ...ends: readonly AgentEnd[]): BreakerRecord {
  return ends.reduce((now, end) => afterAttempt(now, 'attempt', end, THRESHOLDS, NOW), breaker);
}

const fresh = newBreaker('runner', 'claude');
const open = since(fresh, failed('rate_limit'));
const halfOpen: BreakerRecord = { ...open, state: 'half_open', probe: 'attempt' };

describe('while closed', () => {
  test('so many failures one after another open it for the cooldown', () => {
    expect(since(fresh, failed('transient'), failed('idle'))).toMatchObject({ state: 'closed', failures: 2 });
    expect(since(fresh, failed('transient'), failed('idle'), failed('transient'))).toMatchObject({
      state: 'open',
      failures: 3,
      openings: 1,
      restsUntil: NOW + 60_000,
      isTold: false,
      failure: { class: 'transient', message: 'no' },
    });
  });

  test('a success in between begins anew', () => {
    const ends = [failed('transient'), failed('transient'), WORKED, failed('transient'), failed('transient')];
    expect(since(fresh, ...ends)).toMatchObject({ state: 'closed', failures: 2 });
  });

  test('a success where nothing had failed changes nothing', () => {
    expect(since(fresh, WORKED)).toBe(fresh);
  });

  test.each(FailureClass.options)('a failure of class %s does what the table says', (name) => {
    const { breaker } = FAILURE_POLICIES[name];
    const { state, failures } = since(fresh, failed(name));
    const expected = { counts: ['closed', 1], opens: ['open', 1], nothing: ['closed', 0] } as const;
    expect([state, failures]).toEqual(expected[breaker]);
  });

  test('a program that does not start is one failure of several, whatever its class', () => {
    expect(since(fresh, failed('refused', { couldNotStart: true }))).toMatchObject({ state: 'closed', failures: 1 });
  });

  test('a limit that says when it ends is believed, for no more than a day', () => {
    expect(since(fresh, failed('rate_limit', { retryAfterMs: 3_600_000 }))).toMatchObject({
      restsUntil: NOW + 3_600_000,
      isTold: true,
    });
    expect(since(fresh, failed('rate_limit', { retryAfterMs: 10 * 86_400_000 })).restsUntil).toBe(NOW + 86_400_000);
  });
});

describe('while open', () => {
  test('what was begun before says nothing', () => {
    for (const end of [WORKED, UNKNOWN, failed('transient'), failed('rate_limit'), failed('verification')])
      expect(since(open, end)).toBe(open);
  });

  test('a limit that lasts longer than the rest prolongs it, a shorter one does not', () => {
    expect(since(open, failed('rate_limit', { retryAfterMs: 61_000 }))).toMatchObject({
      state: 'open',
      restsUntil: NOW + 61_000,
      isTold: true,
      openings: 1,
    });
    expect(since(open, failed('rate_limit', { retryAfterMs: 59_000 }))).toBe(open);
  });
});

describe('while half-open', () => {
  test('the success of the probe closes it', () => {
    expect(since(halfOpen, WORKED)).toEqual({ ...fresh, runner: 'runner' });
  });

  test('its failure opens it for twice as long, up to an hour', () => {
    expect(since(halfOpen, failed('transient'))).toMatchObject({
      state: 'open',
      openings: 2,
      restsUntil: NOW + 120_000,
    });
    const often = { ...halfOpen, openings: 20 };
    expect(since(often, failed('auth')).restsUntil).toBe(NOW + 3_600_000);
  });

  test('an end of the probe that says nothing of the agent leaves the place to another', () => {
    for (const end of [UNKNOWN, failed('agent_error')])
      expect(since(halfOpen, end)).toMatchObject({ state: 'half_open', probe: null });
  });

  test('others than the probe say nothing', () => {
    const other: BreakerRecord = { ...halfOpen, probe: 'another' };
    for (const end of [WORKED, UNKNOWN, failed('transient')]) expect(since(other, end)).toBe(other);
  });
});

test('long words of a failure are cut', () => {
  expect(since(fresh, failed('auth', { message: 'x'.repeat(9_999) })).failure?.message).toHaveLength(500);
});
