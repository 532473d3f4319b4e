import type { CancellationSignals } from '../process/cancellation.ts';
import type { Clock } from '../process/clock.ts';
import type { RunningAttempt } from './running_attempts.ts';

/** What is left of the time when a second signal asks for an immediate end: enough to save work, not to wait. */
const IMMEDIATE_LIMIT_MS = 3_000;

/** What is to end, and in what time. */
export type Shutdown = {
  readonly attempts: { readonly all: () => readonly Pick<RunningAttempt, 'control'>[] };
  /** Resolves when all attempts are over, with their reports delivered. */
  readonly allOver: Promise<unknown>;
  readonly limitMs: number;
  readonly end: CancellationSignals;
  readonly clock: Clock;
  /** Stops the delivery of reports, which are in the journal. */
  readonly giveUp: () => void;
};

/**
 * Ends all attempts in bounded time: their processes are asked, after half of the limit or at a second signal killed;
 * their work is saved and their ends are reported, as far as the limit allows. What is left is found at the next start.
 */
export async function shutDown({ attempts, allOver, limitMs, end, clock, giveUp }: Shutdown): Promise<void> {
  const endAll = (how: 'graceful' | 'immediate') => {
    for (const { control } of attempts.all()) control.end({ kind: 'shutdown' }, how);
  };
  const over = Promise.withResolvers<void>();
  const timers: (() => void)[] = [];
  const after = (delayMs: number, action: () => void) => void timers.push(clock.after(delayMs, action));
  const atOnce = () => {
    endAll('immediate');
    after(IMMEDIATE_LIMIT_MS - 500, giveUp);
    after(IMMEDIATE_LIMIT_MS, over.resolve);
  };
  endAll('graceful');
  after(limitMs / 2, () => endAll('immediate'));
  // Whoever waits for an answer of the service gets a moment to write down that there was none.
  after(limitMs * 0.9, giveUp);
  after(limitMs, over.resolve);
  if (end.killing.aborted) atOnce();
  else end.killing.addEventListener('abort', atOnce, { once: true });
  await Promise.race([allOver, over.promise]);
  end.killing.removeEventListener('abort', atOnce);
  for (const callOff of timers) callOff();
}
