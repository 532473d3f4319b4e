import type { ServiceDependencies } from './dependencies.ts';

/** How far back GitHub can send a delivery again. */
const REACH_MS = 3 * 24 * 3_600_000;
/** Each look goes back behind the last ones: a delivery was under way then, or GitHub did not answer them. */
const OVERLAP_MS = 2 * 3_600_000;

/**
 * Asks GitHub for the webhooks that never arrived, now and then: it sends nothing again by itself. Those that come now are
 * told from others by nothing but their ids. Says whether there is more to do, which there never is.
 */
export async function recoverDeliveries(deps: ServiceDependencies, now: number): Promise<false> {
  const { github, store, log } = deps;
  if (github === null) return false;
  const { due, lastAt } = await store.pacing.claimChore('recover_deliveries', now, github.deliverySweepMs);
  if (!due) return false;
  const since = lastAt === null ? now - REACH_MS : Math.max(lastAt - OVERLAP_MS, now - REACH_MS);
  try {
    const recovered = await github.missed.recover(since, (id) => store.deliveries.isKnown(id));
    if (recovered > 0) log('info', 'Webhooks that had not arrived were asked for again.', { deliveries: recovered });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log('warn', 'GitHub could not be asked for webhooks that did not arrive; the next look tries again.', { message });
  }
  return false;
}
