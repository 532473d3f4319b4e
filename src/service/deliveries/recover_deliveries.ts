import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';

const CHORE = 'recover_deliveries';
/** Of these looks, those that left nothing out. */
const WHOLE = 'recover_deliveries:whole';
/** How far back GitHub can send a delivery again. */
const REACH_MS = 3 * 24 * 3_600_000;
/** Each look goes back behind the last one that was completed: a delivery was under way then. */
const OVERLAP_MS = 2 * 3_600_000;

/** For how long one that was asked for is waited for, and after how long it is looked again whether it has come. */
const ARRIVAL_MS = 3_000;
const LOOK_AGAIN_MS = 50;

/** How far one look goes. */
export type LookLimits = {
  /** The most webhooks that are asked for again: the rest is left to the next look. */
  readonly atMost: number;
  /** Until when it asks for more than one, in epoch milliseconds; absent: as long as it takes. */
  readonly until?: number;
  /** Nothing more is asked for once it is aborted. */
  readonly stopping?: AbortSignal;
};

/**
 * Asks GitHub for the webhooks that never arrived, now and then: it sends nothing again by itself. Those that come now are
 * told from others by nothing but their ids. A look that failed counts for nothing: the next reaches back as far. One that
 * found more than it may ask for is gone on with at once, from the first that was left; after an outage there is a look at once. Says
 * whether to go on at once: there is such a rest, or what waited for the look of after an outage waits no more.
 * It waits for GitHub, page by page and webhook by webhook, so nothing that has its time may wait for it.
 */
export async function recoverDeliveries(deps: ServiceDependencies, limits: LookLimits): Promise<boolean> {
  const { clock, github, store, log } = deps;
  if (github === null) return false;
  const now = clock.now();
  const steadySince = (await store.ticks.steadySince()) ?? now;
  // Due, too, where the last one was begun before ticks ran without a gap again.
  const everyMs = Math.min(github.deliverySweepMs, now - steadySince + 1);
  const { due, doneAt } = await store.pacing.claimChore(CHORE, now, everyMs);
  if (!due) return false;
  const since = doneAt === null ? now - REACH_MS : Math.max(doneAt - OVERLAP_MS, now - REACH_MS);
  try {
    const isKnown = (id: string) => store.deliveries.isKnown(id);
    const awaitArrival = (id: string) => arrivalOf(deps, id, limits.stopping);
    const hasTime = () => limits.until === undefined || clock.now() < limits.until;
    const look = { since, now, isKnown, awaitArrival, hasTime, ...limits };
    const { asked, leftSince } = await github.missed.recover(look);
    if (asked > 0) log('info', 'Webhooks that had not arrived were asked for again.', { deliveries: asked });
    if (leftSince === null) {
      const isFirst = !(await haveRecovered(deps, steadySince));
      await store.pacing.completeChore(CHORE, now);
      await store.pacing.completeChore(WHOLE, now);
      return isFirst && now >= steadySince;
    }
    // So the next one looks from there on. Without any progress it comes in its own time; much may have been sent in one second.
    if (leftSince <= since && asked === 0) return false;
    await store.pacing.interruptChore(CHORE, leftSince + OVERLAP_MS);
    return true;
  } catch (error) {
    if (limits.stopping?.aborted) return false;
    const message = errorMessage(error);
    log('warn', 'GitHub could not be asked for webhooks that did not arrive; the next look tries again.', { message });
    return false;
  }
}

/** Whether a look that was begun since then has asked for all that never arrived; also where no webhooks come at all. */
export async function haveRecovered({ github, store }: ServiceDependencies, since: number): Promise<boolean> {
  return github === null || ((await store.pacing.completedAt(WHOLE)) ?? 0) >= since;
}

/** Waits until a webhook is there, whichever process it reaches; false where it takes too long. */
async function arrivalOf({ store, sleep }: ServiceDependencies, id: string, stopping?: AbortSignal): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < ARRIVAL_MS && !stopping?.aborted; waitedMs += LOOK_AGAIN_MS) {
    if (await store.deliveries.isKnown(id)) return true;
    await sleep(LOOK_AGAIN_MS, stopping);
  }
  return false;
}
