import type { FailureClass } from '../../protocol/outcome.ts';
import { backoffCeilingMs, believedMs } from '../retry/backoff.ts';
import { FAILURE_POLICIES } from '../retry/failure_policy.ts';
import { type BreakerRecord, type BreakerThresholds, breakerMachine } from './breaker.ts';

/** The longest that a breaker rests by its own reckoning. */
const LONGEST_REST_MS = 3_600_000;
/** How much of a failure's message is kept, in UTF-16 code units. */
const MESSAGE_LIMIT = 500;

/** What the end of an attempt says about the agent that worked in it. */
export type AgentEnd =
  | { readonly kind: 'worked' }
  /** The agent itself failed: its program, its model, its account. */
  | {
      readonly kind: 'failed';
      readonly class: FailureClass;
      readonly message: string;
      /** From now; absent: nobody said. */
      readonly retryAfterMs?: number;
      /** Its program did not even begin. */
      readonly couldNotStart: boolean;
    }
  /** Nothing: it was ended from outside, or failed for reasons of the task. */
  | { readonly kind: 'unknown' };

/**
 * The breaker after an attempt has ended; the same one where that changes nothing.
 *
 * @param attempt id of the attempt, by which a probe is known
 * @param now epoch milliseconds
 */
export function afterAttempt(
  breaker: BreakerRecord,
  attempt: string,
  end: AgentEnd,
  thresholds: BreakerThresholds,
  now: number,
): BreakerRecord {
  const wasProbe = breaker.state === 'half_open' && breaker.probe === attempt;
  switch (end.kind) {
    case 'unknown':
      // Another one tries it.
      return wasProbe ? { ...breaker, probe: null } : breaker;
    case 'worked':
      return breaker.state === 'closed' || wasProbe ? closed(breaker) : breaker;
    case 'failed':
      return afterFailure(breaker, wasProbe, end, thresholds, now);
    default:
      return end satisfies never;
  }
}

function afterFailure(
  breaker: BreakerRecord,
  wasProbe: boolean,
  end: Extract<AgentEnd, { kind: 'failed' }>,
  thresholds: BreakerThresholds,
  now: number,
): BreakerRecord {
  const does = end.couldNotStart ? 'counts' : FAILURE_POLICIES[end.class].breaker;
  const toldUntil = end.retryAfterMs === undefined ? null : now + believedMs(end.retryAfterMs);
  const failure = { class: end.class, message: end.message.slice(0, MESSAGE_LIMIT) };
  if (does === 'nothing') return wasProbe ? { ...breaker, probe: null } : breaker;
  if (breaker.state !== 'closed' && !wasProbe) {
    // Begun before it opened, it knows better only where it was told how long the limit lasts.
    const isNews = does === 'opens' && toldUntil !== null && toldUntil > (breaker.restsUntil ?? 0);
    if (!isNews) return breaker;
    const state = breakerMachine.next(breaker.state, 'prolonged');
    return { ...breaker, state, probe: null, restsUntil: toldUntil, isTold: true, failure };
  }
  const failures = breaker.failures + 1;
  const input = does === 'opens' || failures >= thresholds.failures ? 'tripped' : 'failed';
  const state = breakerMachine.next(breaker.state, input);
  if (state === 'closed') return { ...breaker, failures, failure };
  const openings = breaker.openings + 1;
  const restMs = backoffCeilingMs(
    { firstMs: thresholds.cooldownMs, longestMs: Math.max(thresholds.cooldownMs, LONGEST_REST_MS) },
    openings,
  );
  return {
    ...breaker,
    state,
    failures,
    openings,
    probe: null,
    restsUntil: toldUntil ?? now + restMs,
    isTold: toldUntil !== null,
    failure,
  };
}

function closed(breaker: BreakerRecord): BreakerRecord {
  if (breaker.state === 'closed' && breaker.failures === 0) return breaker;
  const none = { failures: 0, openings: 0, restsUntil: null, isTold: false, probe: null, failure: null };
  return { ...breaker, state: breakerMachine.next(breaker.state, 'worked'), ...none };
}
