import { describe, expect, test } from 'vitest';
import { decideRetry, isRetryable } from '../../../src/core/retry/decide_retry.ts';
import {
  countedFailures,
  DEFAULT_RETRIES,
  FAILURE_POLICIES,
  INTERRUPTIONS,
  isInterruption,
} from '../../../src/core/retry/failure_policy.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import fc from '../../support/fast_check.ts';

/** Class, what bounds it, how often another attempt follows, and the ceilings of its delays. */
const TABLE = [
  ['transient', 'class', 48, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600].map((seconds) => seconds * 1_000)],
  ['agent_error', 'retries', 3, [1_000, 2_000, 4_000]],
  ['setup', 'retries', 3, [1_000, 2_000, 4_000]],
  ['verification', 'retries', 3, [0, 0, 0]],
  ['conflict', 'class', 2, [0, 0]],
  ['no_change', 'retries', 3, [0, 0, 0]],
  ['rate_limit', 'class', 48, [1_000, 2_000, 4_000]],
  ['auth', 'class_of_agent', 0, []],
  ['budget', 'class_of_agent', 0, []],
  ['context_too_long', 'retries', 3, [0, 0, 0]],
  ['idle', 'retries', 3, [1_000, 2_000, 4_000]],
  ['timeout', 'retries', 3, [1_000, 2_000, 4_000]],
  ['lost', 'class', 10, Array(10).fill(0)],
  ['refused', 'never', 0, []],
  ['canceled', 'never', 0, []],
  ['paused', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
  ['taken', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
  ['rejected', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
  ['run_budget', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
  ['overruled', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
  ['blocked', 'nothing', Number.POSITIVE_INFINITY, [0, 0]],
] as const;
const RETRIES = 3;
const ALMOST_ONE = 1 - 2 ** -53;

test('every class of failure has a row', () => {
  expect(TABLE.map(([name]) => name).sort()).toEqual([...FailureClass.options].sort());
});

describe.each(TABLE)('%s', (name, bound, most, ceilingsMs) => {
  test(`is bounded by ${bound}`, () => {
    expect(FAILURE_POLICIES[name].bound.by).toBe(bound);
  });

  test(`gets ${most} further attempts, then none`, () => {
    for (let count = 1; count <= Math.min(most, 50); count++) {
      expect(decideRetry({ class: name }, { [name]: count }, RETRIES, 0)).toEqual({ kind: 'retry', delayMs: 0 });
    }
    if (bound === 'nothing') return;
    const because = bound === 'never' || bound === 'class_of_agent' ? 'never_retried' : 'retries_used_up';
    expect(decideRetry({ class: name }, { [name]: most + 1 }, RETRIES, 0)).toEqual({ kind: 'give_up', because });
  });

  test('waits between nothing and its ceiling, which doubles up to the longest', () => {
    for (const [index, ceilingMs] of ceilingsMs.entries()) {
      const decision = decideRetry({ class: name }, { [name]: index + 1 }, RETRIES, ALMOST_ONE);
      expect(decision).toEqual({ kind: 'retry', delayMs: Math.max(0, ceilingMs - 1) });
    }
  });
});

test('an agent that was interrupted goes on from its own commit', () => {
  expect(INTERRUPTIONS.map((name) => FAILURE_POLICIES[name].agentStartsFrom)).toEqual(
    INTERRUPTIONS.map(() => 'own_commit'),
  );
  expect(INTERRUPTIONS.filter((name) => !isInterruption(name))).toEqual([]);
  expect(isInterruption('verification')).toBe(false);
  expect(isInterruption(null)).toBe(false);
});

test('a task gets two further attempts unless it says otherwise', () => {
  expect(DEFAULT_RETRIES).toBe(2);
});

test('failures that count are bounded together, those with a bound of their own apart', () => {
  expect(countedFailures({ agent_error: 1, verification: 2, lost: 9, transient: 4, conflict: 2 })).toBe(3);
  expect(decideRetry({ class: 'verification' }, { agent_error: 1, verification: 1 }, 2, 0).kind).toBe('retry');
  expect(decideRetry({ class: 'verification' }, { agent_error: 1, verification: 2 }, 2, 0).kind).toBe('give_up');
  expect(decideRetry({ class: 'lost' }, { agent_error: 2, lost: 10 }, 2, 0).kind).toBe('retry');
});

test('the longest waits for trouble that passes by itself add up to more than six hours', () => {
  let sumMs = 0;
  for (let count = 1; ; count++) {
    const decision = decideRetry({ class: 'transient' }, { transient: count }, RETRIES, ALMOST_ONE);
    if (decision.kind === 'give_up') break;
    sumMs += decision.delayMs;
  }
  expect(sumMs).toBeGreaterThan(6 * 3_600_000);
});

test('what says when it is over is waited for, with the jitter on top, and for no more than a day', () => {
  const limited = (retryAfterMs: number, random: number) =>
    decideRetry({ class: 'rate_limit', retryAfterMs }, { rate_limit: 1 }, RETRIES, random);
  expect(limited(3_600_000, 0)).toEqual({ kind: 'retry', delayMs: 3_600_000 });
  expect(limited(3_600_000, ALMOST_ONE)).toEqual({ kind: 'retry', delayMs: 3_600_999 });
  expect(limited(10 * 86_400_000, 0)).toEqual({ kind: 'retry', delayMs: 86_400_000 });
});

test('a task without retries fails at its first failure that counts, and outlives others', () => {
  expect(decideRetry({ class: 'agent_error' }, { agent_error: 1 }, 0, 0).kind).toBe('give_up');
  expect(decideRetry({ class: 'transient' }, { transient: 1 }, 0, 0).kind).toBe('retry');
});

test('every delay lies within the ceiling of its class', () => {
  const counts = fc.integer({ min: 1, max: 40 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...FailureClass.options), counts, chance, (name, count, random) => {
      const decision = decideRetry({ class: name }, { [name]: count }, 100, random);
      if (decision.kind === 'give_up') return;
      expect(decision.delayMs).toBeGreaterThanOrEqual(0);
      expect(decision.delayMs).toBeLessThanOrEqual(FAILURE_POLICIES[name].backoff?.longestMs ?? 0);
    }),
  );
});

describe('a failure of the agent itself', () => {
  const ofAgent = (name: FailureClass, count: number, retryAfterMs?: number) =>
    decideRetry(
      { class: name, failedProvider: 'claude', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
      { [name]: count },
      RETRIES,
      ALMOST_ONE,
    );

  test.each(['auth', 'budget'] as const)('of class %s gets one more attempt, then none', (name) => {
    expect(ofAgent(name, 1)).toEqual({ kind: 'retry', delayMs: 0 });
    expect(ofAgent(name, 2)).toEqual({ kind: 'give_up', because: 'retries_used_up' });
    expect(isRetryable({ class: name, failedProvider: 'claude' })).toBe(true);
    expect(isRetryable({ class: name })).toBe(false);
  });

  test('that opens its breaker keeps nobody from going elsewhere at once', () => {
    expect(ofAgent('rate_limit', 3, 3_600_000)).toEqual({ kind: 'retry', delayMs: 0 });
  });

  test('that is one of several is waited for as ever', () => {
    expect(ofAgent('transient', 2)).toEqual({ kind: 'retry', delayMs: 1_999 });
  });
});
