import type { ServiceDependencies } from '../dependencies.ts';

/** Has a webhook that was given up processed anew, or all of them (`id` null). Answers how many there were. */
export async function retryDeliveries(
  { store, clock, signals }: Pick<ServiceDependencies, 'store' | 'clock' | 'signals'>,
  id: string | null,
): Promise<number> {
  const retried = await store.deliveries.revive(id, clock.now());
  if (retried > 0) signals.chores.wake();
  return retried;
}
