import { Refusal } from '../../core/refusal.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/**
 * Has a webhook that was given up processed anew, or all of them (`id` null). Answers how many there were.
 *
 * @throws Refusal `not_found` where the one that is named was not given up
 */
export async function retryDeliveries(
  { store, clock, signals }: Pick<ServiceDependencies, 'store' | 'clock' | 'signals'>,
  id: string | null,
): Promise<number> {
  const retried = await store.deliveries.revive(id, clock.now());
  if (retried > 0) signals.chores.wake();
  if (retried === 0 && id !== null) {
    throw new Refusal(
      'not_found',
      `No webhook \`${id}\` was given up. \`planwright status\` lists those that were, each with its id.`,
    );
  }
  return retried;
}
