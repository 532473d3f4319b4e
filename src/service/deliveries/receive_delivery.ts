import { laneOf } from '../../core/incoming/lane_of.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { Delivery } from '../ports/deliveries.ts';
import type { GitHubSide } from '../ports/github_side.ts';

/**
 * Keeps a webhook whose signature was checked, so that it can be answered; it is processed afterwards, by whoever gets to
 * it. One that is known already changes nothing, unless it was given up: then it is processed anew.
 */
export async function receiveDelivery(
  { store, signals, clock }: Pick<ServiceDependencies, 'store' | 'signals' | 'clock'>,
  github: Pick<GitHubSide, 'readDelivery'>,
  delivery: Delivery,
): Promise<'new' | 'known'> {
  const isNew = await store.deliveries.add({ ...delivery, lane: laneOfDelivery(github, delivery) }, clock.now());
  if (isNew) signals.chores.wake();
  return isNew ? 'new' : 'known';
}

/** Whatever is in it, it is kept: what cannot be read has no order. */
function laneOfDelivery({ readDelivery }: Pick<GitHubSide, 'readDelivery'>, delivery: Delivery): string | null {
  try {
    const event = readDelivery(delivery);
    return event === null ? null : laneOf(event);
  } catch {
    return null;
  }
}
