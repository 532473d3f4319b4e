import type { ServiceDependencies } from './dependencies.ts';
import type { Delivery } from './ports/store.ts';

/**
 * Keeps a webhook whose signature was checked, so that it can be answered; it is processed afterwards, by whoever gets to
 * it. One that is known already changes nothing.
 */
export async function receiveDelivery(
  { store, signals, clock }: Pick<ServiceDependencies, 'store' | 'signals' | 'clock'>,
  delivery: Delivery,
): Promise<'new' | 'known'> {
  const isNew = await store.deliveries.add(delivery, clock.now());
  if (isNew) signals.chores.wake();
  return isNew ? 'new' : 'known';
}
