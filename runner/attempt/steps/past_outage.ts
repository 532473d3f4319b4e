import { durationText } from '../../../src/text/duration.ts';
import { GitError } from '../../git/git_error.ts';
import type { LogShipper } from '../../log/log_shipper.ts';
import { Backoff } from '../../process/backoff.ts';
import { sleep } from '../../process/sleep.ts';
import { isWorthRepeating } from '../../service/service_error.ts';
import type { Attempt, AttemptSurroundings } from '../attempt.ts';
import { stopIfInterrupted } from '../commands/run_task_command.ts';

/** The longest that an attempt waits for the repository's host before it starts. */
export const FETCH_PATIENCE_MS = 15 * 60_000;

/** The longest that finished work waits for the repository's host. */
export const PUSH_PATIENCE_MS = 2 * 60 * 60_000;

const LONGEST_WAIT_MS = 60_000;

/** What of an attempt matters to one that waits. */
export type Waiting = Pick<Attempt, 'control'> & {
  readonly log: Pick<LogShipper, 'line'>;
  readonly surroundings: Pick<AttemptSurroundings, 'clock' | 'random'>;
};

/**
 * Does something at the repository's host, and again after growing waits while the host is away or gives no token. The lease
 * is renewed meanwhile.
 *
 * @param patienceMs no further try begins after so long
 * @throws what the last try threw; AttemptInterrupted where the attempt was ended while it waited
 */
export async function pastOutage<Result>(
  attempt: Waiting,
  patienceMs: number,
  action: () => Promise<Result>,
): Promise<Result> {
  const { clock, random } = attempt.surroundings;
  const endsAtMs = clock.now() + patienceMs;
  const backoff = new Backoff(random, LONGEST_WAIT_MS);
  for (let told = false; ; told = true) {
    try {
      return await action();
    } catch (error) {
      if (!isOutage(error)) throw error;
      stopIfInterrupted(attempt);
      const waitMs = backoff.nextMs();
      if (clock.now() + waitMs > endsAtMs) throw error;
      if (!told) attempt.log.line(waitingLine(error, patienceMs));
      await sleep(clock, waitMs, attempt.control.signals.stopping);
    }
    stopIfInterrupted(attempt);
  }
}

function isOutage(error: unknown): error is Error {
  return isWorthRepeating(error) || (error instanceof GitError && error.code === 'remote_unreachable');
}

function waitingLine({ message }: Error, patienceMs: number): string {
  return `planwright: the repository cannot be reached, trying again for up to ${durationText(patienceMs)}: ${message}`;
}
