import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingEvent } from '../core/incoming/incoming_event.ts';
import type { ServiceDependencies } from './dependencies.ts';
import { handleEvent } from './incoming/handle_event.ts';
import { type Handled, ignored, settleDelivery } from './incoming/handled.ts';
import type { GitHubSide } from './ports/github_side.ts';
import type { Delivery } from './ports/store.ts';

/** How long deliveries are held: after the death of this process another takes them when it is over. */
const HOLD_MS = 30_000;
const AT_ONCE = 20;
/** The longest that one may take, so that the hold outlasts it. */
const HANDLE_MS = 15_000;
/** After so many failures it is given up. */
const ATTEMPTS = 20;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;

type Claimed = Delivery & { readonly attempts: number };

/**
 * Processes webhooks that were kept, one after another in the order they came. What cannot be processed now is put back
 * for later. Says whether there were any.
 */
export async function processDeliveries(deps: ServiceDependencies): Promise<boolean> {
  const { github } = deps;
  if (github === null) return false;
  const now = deps.clock.now();
  const claimed = await deps.store.deliveries.claim(deps.process, now, now + HOLD_MS, AT_ONCE);
  for (const delivery of claimed) {
    // What there is no time for any more is claimed again, by this process or another.
    if (deps.clock.now() > now + HOLD_MS - HANDLE_MS) break;
    await processDelivery(deps, github, delivery);
  }
  return claimed.length > 0;
}

async function processDelivery(deps: ServiceDependencies, github: GitHubSide, delivery: Claimed): Promise<void> {
  try {
    const handled = await inTime(handle(deps, github, delivery));
    if (handled.kind !== 'settled') await settleDelivery(deps, delivery.id, handled);
  } catch (error) {
    await postpone(deps, delivery, error);
  }
}

async function handle(deps: ServiceDependencies, github: GitHubSide, delivery: Claimed): Promise<Handled> {
  const event = readEvent(github, delivery);
  if (event === 'unreadable') return ignored('The body is not as GitHub describes this event.');
  if (event === null) return ignored('Planwright does not act upon events of this kind.');
  return handleEvent({ deps, github, delivery: delivery.id }, event);
}

function readEvent(github: GitHubSide, delivery: Delivery): IncomingEvent | null | 'unreadable' {
  try {
    return github.readDelivery(delivery);
  } catch {
    return 'unreadable';
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const tooLong = delay(HANDLE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`It took longer than ${HANDLE_MS} ms.`);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    over.abort();
    tooLong.catch(() => undefined);
  }
}

/** Passing trouble passes; what still fails after many times is kept for people to look at. */
async function postpone(deps: ServiceDependencies, { id, event, attempts }: Claimed, error: unknown): Promise<void> {
  const { store, clock, random, process, log } = deps;
  const message = error instanceof Error ? error.message : String(error);
  const data = { delivery: id, event, message };
  try {
    if (attempts + 1 >= ATTEMPTS) {
      log('error', 'A delivery was given up.', data);
      await store.deliveries.bury(id, process, message);
      return;
    }
    log('warn', 'A delivery could not be processed and will be tried again.', data);
    const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
    await store.deliveries.release(id, process, clock.now() + Math.ceil((0.5 + random() / 2) * ceilingMs), message);
  } catch (failure) {
    log('warn', 'A delivery could not be put back; it is tried again when its hold ends.', {
      ...data,
      failure: failure instanceof Error ? failure.message : String(failure),
    });
  }
}
