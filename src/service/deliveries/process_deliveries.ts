import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { handleEvent } from '../incoming/handle_event.ts';
import { type Desk, type Handled, ignored, settleDelivery } from '../incoming/handled.ts';
import type { ClaimedDelivery, Delivery } from '../ports/deliveries.ts';
import type { GitHubSide } from '../ports/github_side.ts';
import { HANDLE_MS, HOLD_MS, whileHeld } from './held_delivery.ts';
import { postponeDelivery } from './postpone_delivery.ts';

const AT_ONCE = 20;

/**
 * Processes webhooks that were kept, in the order they came. What cannot be processed now is put back for later; it keeps
 * back what came behind it in its own lane (the same issue, pull request or branch), and nothing else. Says whether there
 * were any.
 */
export async function processDeliveries(deps: ServiceDependencies): Promise<boolean> {
  const { github, store, clock, newId } = deps;
  if (github === null) return false;
  const began = clock.now();
  const holder = `${deps.process}/${newId()}`;
  const claimed = await store.deliveries.claim(holder, began, began + HOLD_MS, AT_ONCE);
  for (const delivery of claimed) {
    const isTime = clock.now() <= began + HOLD_MS - HANDLE_MS;
    if (isTime) await processDelivery(deps, github, { delivery, holder });
    // Held on, it would wait until the hold ends.
    else await store.deliveries.release(delivery.id, holder, { dueAt: began, error: null, counts: false });
  }
  return claimed.length > 0;
}

type HeldDelivery = { readonly delivery: ClaimedDelivery; readonly holder: string };

async function processDelivery(deps: ServiceDependencies, github: GitHubSide, held: HeldDelivery): Promise<void> {
  const { delivery, holder } = held;
  try {
    await whileHeld({ deps, github, held: { delivery: delivery.id, holder } }, async (within) => {
      const desk: Desk = { ...within, delivery: delivery.id, body: delivery.body, holder };
      const handled = await handle(desk, delivery);
      if (handled.kind !== 'settled') await settleDelivery(desk, handled);
    });
  } catch (error) {
    await postponeDelivery(deps, held, error);
  }
}

async function handle(desk: Desk, delivery: Delivery): Promise<Handled> {
  const event = readEvent(desk.github, delivery);
  if (event === 'unreadable') return ignored('The body is not as GitHub describes this event.');
  if (event === null) return ignored('Planwright does not act upon events of this kind.');
  return handleEvent(desk, event);
}

function readEvent(github: GitHubSide, delivery: Delivery): IncomingEvent | null | 'unreadable' {
  try {
    return github.readDelivery(delivery);
  } catch {
    return 'unreadable';
  }
}
