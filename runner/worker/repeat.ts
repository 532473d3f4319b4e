import { Backoff } from '../process/backoff.ts';
import type { Clock } from '../process/clock.ts';
import { sleep } from '../process/sleep.ts';
import { isWorthRepeating, ServiceError } from '../service/service_error.ts';

/** What repeating needs from outside. */
export type Repeating = {
  readonly clock: Clock;
  /** Draws from [0, 1). */
  readonly random: () => number;
  /** Told of the first failure of a row, so that an outage is one line in the log. */
  readonly onOutage?: (error: ServiceError) => void;
};

/**
 * Sends the same message until it is answered: yes, or no for good.
 *
 * @throws ServiceError that repeating does not mend; the signal's reason when it aborts first
 */
export async function repeatUntilAnswered<Answer>(
  send: (signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
  repeating: Repeating,
): Promise<Answer> {
  const backoff = new Backoff(repeating.random);
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    let notBeforeMs = 0;
    try {
      return await send(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ServiceError) || !isWorthRepeating(error)) throw error;
      if (!told) repeating.onOutage?.(error);
      told = true;
      notBeforeMs = error.notBeforeMs;
    }
    await sleep(repeating.clock, Math.max(notBeforeMs, backoff.nextMs()), signal);
  }
}
