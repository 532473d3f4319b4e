import type { FailureClass } from '../../protocol/outcome.ts';
import { backoffCeilingMs, believedMs } from './backoff.ts';
import { countedFailures, FAILURE_POLICIES, type FailureCounts } from './failure_policy.ts';

/** What follows a failure. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** `because`: the class is never tried again, or its bound is reached. */
  | { readonly kind: 'give_up'; readonly because: 'never_retried' | 'retries_used_up' };

/** A failure as far as it matters to what follows. */
export type RetriedFailure = {
  readonly class: FailureClass;
  readonly retryAfterMs?: number;
  /** The provider whose agent itself failed; absent: something else did. */
  readonly failedProvider?: string;
};

/**
 * Whether another attempt follows, and after how long.
 *
 * What says itself when it is over is waited for, with the jitter on top, so that not all come back at that moment. Where the
 * failure opens the breaker of the agent, that keeps the distance, and the task may go to another runner at once.
 *
 * The delay has full jitter: uniform between 0 and what the backoff allows (M. Brooker, "Exponential Backoff And Jitter",
 * AWS Architecture Blog, 2015).
 *
 * @param counts failures so far, this one included.
 * @param random a number in [0, 1) for the jitter.
 */
export function decideRetry(
  failure: RetriedFailure,
  counts: FailureCounts,
  retries: number,
  random: number,
): RetryDecision {
  const policy = FAILURE_POLICIES[failure.class];
  const ofClass = counts[failure.class] ?? 0;
  const because = whyNone(failure, ofClass, countedFailures(counts), retries);
  if (because !== null) return { kind: 'give_up', because };
  if (policy.breaker === 'opens' && failure.failedProvider !== undefined) return { kind: 'retry', delayMs: 0 };
  const ceilingMs = policy.backoff === null ? 0 : backoffCeilingMs(policy.backoff, ofClass);
  return {
    kind: 'retry',
    delayMs: Math.floor(random * ceilingMs) + believedMs(failure.retryAfterMs ?? 0),
  };
}

/** Whether another attempt may mend what failed. */
export function isRetryable(failure: RetriedFailure): boolean {
  return whyNone(failure, 0, 0, 0) !== 'never_retried';
}

/** Why no further attempt is made; null: one is. */
function whyNone(
  { class: name, failedProvider }: RetriedFailure,
  ofClass: number,
  counted: number,
  retries: number,
): 'never_retried' | 'retries_used_up' | null {
  const { bound } = FAILURE_POLICIES[name];
  switch (bound.by) {
    case 'never':
      return 'never_retried';
    case 'class_of_agent':
      if (failedProvider === undefined) return 'never_retried';
      return ofClass > bound.most ? 'retries_used_up' : null;
    case 'class':
      return ofClass > bound.most ? 'retries_used_up' : null;
    case 'retries':
      return counted > retries ? 'retries_used_up' : null;
    case 'nothing':
      return null;
    default:
      return bound satisfies never;
  }
}
