import type { ServiceDependencies } from '../dependencies.ts';

const CHORE = 'recover_deliveries';
/** How far back GitHub can send a delivery again. */
const REACH_MS = 3 * 24 * 3_600_000;
/** Each look goes back behind the last one that was completed: a delivery was under way then. */
const OVERLAP_MS = 2 * 3_600_000;

/**
 * Asks GitHub for the webhooks that never arrived, now and then: it sends nothing again by itself. Those that come now are
 * told from others by nothing but their ids. A look that failed, or that found more than can be asked for at once, counts
 * for nothing: the next reaches back as far. Says whether there is more to do, which there never is.
 */
export async function recoverDeliveries(deps: ServiceDependencies, now: number): Promise<false> {
  const { github, store, log } = deps;
  if (github === null) return false;
  const { due, doneAt } = await store.pacing.claimChore(CHORE, now, github.deliverySweepMs);
  if (!due) return false;
  const since = doneAt === null ? now - REACH_MS : Math.max(doneAt - OVERLAP_MS, now - REACH_MS);
  try {
    const { asked, isAll } = await github.missed.recover(since, (id) => store.deliveries.isKnown(id));
    if (asked > 0) log('info', 'Webhooks that had not arrived were asked for again.', { deliveries: asked });
    if (isAll) await store.pacing.completeChore(CHORE, now);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log('warn', 'GitHub could not be asked for webhooks that did not arrive; the next look tries again.', { message });
  }
  return false;
}
