import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../../core/retry/backoff.ts';
import { type DatabaseError, databaseErrorIn } from './database_error.ts';

/** How long to go on while the database is busy or does not answer, and the timer to wait with. */
export type RetryPolicy = {
  /** How many times in all something is tried. */
  readonly tries: number;
  readonly backoff: Backoff;
  /** Waits; injected so that tests need not. */
  readonly sleep: (delayMs: number) => Promise<void>;
  /** A number from 0 to below 1, so that several processes do not come back at the same instant. */
  readonly random: () => number;
};

/** About five seconds in all, with the real timer: longer than any batch, shorter than a caller's patience. */
export const defaultRetryPolicy: RetryPolicy = {
  tries: 16,
  backoff: { firstMs: 5, longestMs: 500 },
  sleep: async (delayMs) => {
    await sleep(delayMs);
  },
  random: Math.random,
};

/**
 * Runs `attempt` until it gives a value, while what it throws is a retryable failure of the database.
 * The last failure is thrown as a {@link DatabaseError}; other errors are thrown at once as they are.
 */
export async function withRetries<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      const error: DatabaseError | undefined = databaseErrorIn(thrown);
      if (error === undefined) throw thrown;
      if (!error.retryable || failures >= policy.tries) throw error;
      await policy.sleep(backoffMs(policy.backoff, failures, policy.random()));
    }
  }
}
