import type { FailureClass } from '../../protocol/outcome.ts';
import { type Backoff, backoffCeilingMs } from './backoff.ts';

/** What follows a failed attempt of a class. */
export type FailurePolicy = {
  /**
   * Which bound counts the attempt: `retries` is the task's own setting, `class` a bound of this class alone,
   * `never` means that no further attempt is made, `nothing` that another always is.
   */
  readonly bound:
    | { readonly by: 'retries' }
    | { readonly by: 'class'; readonly most: number }
    | { readonly by: 'never' }
    | { readonly by: 'nothing' };
  /** null: at once. */
  readonly backoff: Backoff | null;
  /** Where an agent goes on: at its own last commit, or afresh at the base. Commands always start afresh. */
  readonly agentStartsFrom: 'own_commit' | 'base';
};

const USUAL: Backoff = { firstMs: 1_000, longestMs: 60_000 };
/** For trouble that passes by itself, and may take hours. */
const PATIENT: Backoff = { firstMs: 1_000, longestMs: 600_000 };
/**
 * The longest waits add up to over six hours, the jitter makes half of it on average; where the repository's host is away,
 * the runner waits in each attempt as well.
 */
const PATIENT_ATTEMPTS = 48;

/** Nobody is believed who says that it takes longer than a day. */
const LONGEST_WAIT_MS = 86_400_000;

/** The one table of failure classes. */
export const FAILURE_POLICIES: Readonly<Record<FailureClass, FailurePolicy>> = {
  transient: { bound: { by: 'class', most: PATIENT_ATTEMPTS }, backoff: PATIENT, agentStartsFrom: 'base' },
  rate_limit: { bound: { by: 'class', most: PATIENT_ATTEMPTS }, backoff: PATIENT, agentStartsFrom: 'own_commit' },
  auth: { bound: { by: 'never' }, backoff: null, agentStartsFrom: 'own_commit' },
  budget: { bound: { by: 'never' }, backoff: null, agentStartsFrom: 'own_commit' },
  context_too_long: { bound: { by: 'retries' }, backoff: null, agentStartsFrom: 'own_commit' },
  agent_error: { bound: { by: 'retries' }, backoff: USUAL, agentStartsFrom: 'base' },
  setup: { bound: { by: 'retries' }, backoff: USUAL, agentStartsFrom: 'base' },
  verification: { bound: { by: 'retries' }, backoff: null, agentStartsFrom: 'own_commit' },
  conflict: { bound: { by: 'class', most: 2 }, backoff: null, agentStartsFrom: 'base' },
  no_change: { bound: { by: 'retries' }, backoff: null, agentStartsFrom: 'base' },
  timeout: { bound: { by: 'retries' }, backoff: USUAL, agentStartsFrom: 'base' },
  idle: { bound: { by: 'retries' }, backoff: USUAL, agentStartsFrom: 'own_commit' },
  lost: { bound: { by: 'class', most: 10 }, backoff: null, agentStartsFrom: 'base' },
  refused: { bound: { by: 'never' }, backoff: null, agentStartsFrom: 'base' },
  canceled: { bound: { by: 'never' }, backoff: null, agentStartsFrom: 'base' },
  paused: { bound: { by: 'nothing' }, backoff: null, agentStartsFrom: 'own_commit' },
};

/** Further attempts that a task gets after failures that count, unless it says otherwise. */
export const DEFAULT_RETRIES = 2;

/** How often each class has ended an attempt of the task, since a person last retried it. */
export type FailureCounts = Partial<Record<FailureClass, number>>;

/** Whether failures of the class count against the task's `retries`. */
export function countsAgainstRetries(failure: FailureClass): boolean {
  return FAILURE_POLICIES[failure].bound.by === 'retries';
}

/** How many failures that the task's `retries` bounds have happened. */
export function countedFailures(counts: FailureCounts): number {
  let sum = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (countsAgainstRetries(name as FailureClass)) sum += count;
  }
  return sum;
}

/** What follows a failure. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** `because`: the class is never tried again, or its bound is reached. */
  | { readonly kind: 'give_up'; readonly because: 'never_retried' | 'retries_used_up' };

/**
 * Whether another attempt follows, and after how long.
 *
 * @param counts failures so far, this one included.
 * @param random a number in [0, 1) for the jitter.
 *
 * What says itself when it is over is waited for, with the jitter on top, so that not all come back at that moment.
 *
 * The delay has full jitter: uniform between 0 and what the backoff allows (M. Brooker, "Exponential Backoff And Jitter",
 * AWS Architecture Blog, 2015).
 */
export function decideRetry(
  failure: { readonly class: FailureClass; readonly retryAfterMs?: number },
  counts: FailureCounts,
  retries: number,
  random: number,
): RetryDecision {
  const policy = FAILURE_POLICIES[failure.class];
  const ofClass = counts[failure.class] ?? 0;
  switch (policy.bound.by) {
    case 'never':
      return { kind: 'give_up', because: 'never_retried' };
    case 'class':
      if (ofClass > policy.bound.most) return { kind: 'give_up', because: 'retries_used_up' };
      break;
    case 'retries':
      if (countedFailures(counts) > retries) return { kind: 'give_up', because: 'retries_used_up' };
      break;
    case 'nothing':
      break;
    default:
      return policy.bound satisfies never;
  }
  const ceilingMs = policy.backoff === null ? 0 : backoffCeilingMs(policy.backoff, ofClass);
  return {
    kind: 'retry',
    delayMs: Math.floor(random * ceilingMs) + Math.min(failure.retryAfterMs ?? 0, LONGEST_WAIT_MS),
  };
}
