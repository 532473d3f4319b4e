import { LEASE_WAIT_LIMIT_MS, type LeaseRequest, type LeaseResponse } from '../../src/protocol/lease_messages.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import type { Clock } from '../process/clock.ts';
import { sleep } from '../process/sleep.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { ServiceError } from '../service/service_error.ts';
import type { Registration } from './registration.ts';
import { type Repeating, repeatUntilAnswered } from './repeat.ts';
import type { RunningAttempts } from './running_attempts.ts';

/** The most attempts asked for in one message. */
const CAPACITY_LIMIT = 64;

/** The shortest time between two empty answers, for a service that cannot hold a request open. */
const EMPTY_ANSWER_PAUSE_MS = 1_000;

/** How long a runner that ends when nothing is left waits in one call to hear so. */
const ONCE_WAIT_MS = 1_000;

/** Who asks for work, and what begins it. */
export type LeaseLoop = {
  readonly runner: string;
  readonly boot: string;
  /** For which of its slots. */
  readonly slot: Slot;
  readonly once: boolean;
  readonly client: ServiceClient;
  readonly registration: Registration;
  readonly attempts: RunningAttempts;
  readonly clock: Clock;
  readonly repeating: Repeating;
  readonly randomId: () => string;
  readonly begin: (lease: LeaseResponse['leases'][number]) => void;
};

/**
 * Asks for work as long as there are free slots of its kind, until `signal` aborts, or, with `once`, until there is none left to wait
 * for and nothing runs.
 */
export async function leaseWork(loop: LeaseLoop, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (loop.attempts.free(loop.slot) === 0) {
      await loop.attempts.nextEnd(signal);
      continue;
    }
    const askedAtMs = loop.clock.now();
    const answer = await askOnce(loop, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (answer === undefined) return;
    for (const lease of answer.leases) loop.begin(lease);
    if (answer.leases.length > 0) continue;
    if (loop.once && answer.idle && loop.attempts.size === 0) return;
    await beforeAskingAgain(loop, answer.idle, askedAtMs, signal);
  }
}

/** One question, under one id until it is answered: whatever was leased by an answer that got lost comes again. */
async function askOnce(loop: LeaseLoop, signal: AbortSignal): Promise<LeaseResponse> {
  const request: LeaseRequest = {
    runner: loop.runner,
    boot: loop.boot,
    request: loop.randomId(),
    slot: loop.slot,
    capacity: Math.min(CAPACITY_LIMIT, loop.attempts.free(loop.slot)),
    waitMs: loop.once ? ONCE_WAIT_MS : LEASE_WAIT_LIMIT_MS,
  };
  return await repeatUntilAnswered(
    async (each) => {
      try {
        return await loop.client.lease(request, each);
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'unknown_runner') await loop.registration.renew(signal);
        throw error;
      }
    },
    signal,
    loop.repeating,
  );
}

async function beforeAskingAgain(
  loop: LeaseLoop,
  idle: boolean,
  askedAtMs: number,
  signal: AbortSignal,
): Promise<void> {
  const restMs = Math.max(0, askedAtMs + EMPTY_ANSWER_PAUSE_MS - loop.clock.now());
  if (restMs === 0) return;
  const awake = new AbortController();
  const either = AbortSignal.any([signal, awake.signal]);
  // An idle service has nothing until something of ours ends; with `once` that may be the end of all.
  const waits = [sleep(loop.clock, restMs, either)];
  if (idle) waits.push(loop.attempts.nextEnd(either));
  await Promise.race(waits);
  awake.abort();
}
