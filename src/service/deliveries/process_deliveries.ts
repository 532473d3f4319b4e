import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import { repositoryOfLane } from '../../core/incoming/lane_of.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { DeliveryContext } from '../incoming/delivery_context.ts';
import { handleEvent } from '../incoming/handle_event.ts';
import { type Handled, ignored, settleDelivery } from '../incoming/handled.ts';
import type { ClaimedDelivery, Delivery } from '../ports/deliveries.ts';
import type { GitHubSide } from '../ports/github_side.ts';
import { roomBeside } from '../room_beside.ts';
import { type WorkBounds, workThrough } from '../work_through.ts';
import { HOLD_MS, whileHeld } from './held_delivery.ts';
import { postponeDelivery } from './postpone_delivery.ts';

/** Deliveries processed at once, each of another lane; and those of one repository, so that where one is slow, others have room. */
const AT_ONCE = 8;
const AT_ONCE_OF_REPOSITORY = 4;

/**
 * Processes webhooks that were kept, in the order they came: those of one lane (the same issue, pull request or branch) one after
 * another, lanes beside each other. What cannot be processed now is put back for later; it keeps back what came behind it in its own
 * lane, and nothing else, and so does what takes long. Ends when nothing is due, and never before all that it began has ended. Says
 * whether there were any.
 */
export async function processDeliveries(deps: ServiceDependencies, bounds: WorkBounds): Promise<boolean> {
  const { github } = deps;
  if (github === null) return false;
  return await workThrough<HeldDelivery>(
    deps,
    {
      claim: (underWay, atMost) => claim(deps, underWay, atMost),
      act: (held) => processDelivery(deps, github, held),
    },
    bounds,
  );
}

type HeldDelivery = { readonly delivery: ClaimedDelivery; readonly holder: string };

/** Takes the oldest of each lane, as far as there is room beside what is under way. */
async function claim(
  { store, clock, process, newId }: ServiceDependencies,
  underWay: readonly HeldDelivery[],
  atMost: number,
): Promise<readonly HeldDelivery[]> {
  const taken = underWay.map(({ delivery }) => repositoryOfLane(delivery.lane)).filter((id) => id !== null);
  const ofRepositories = roomBeside(taken, AT_ONCE_OF_REPOSITORY);
  const room = Math.min(atMost, AT_ONCE - underWay.length, ofRepositories.room);
  if (room <= 0) return [];
  const holder = `${process}/${newId()}`;
  const now = clock.now();
  const claimed = await store.deliveries.claim(holder, now, now + HOLD_MS, room, ofRepositories.full);
  return claimed.map((delivery) => ({ delivery, holder }));
}

async function processDelivery(deps: ServiceDependencies, github: GitHubSide, held: HeldDelivery): Promise<void> {
  const { delivery, holder } = held;
  try {
    await whileHeld({ deps, github, held: { delivery: delivery.id, holder } }, async (within) => {
      const { id, body, receivedAt } = delivery;
      const context: DeliveryContext = { ...within, delivery: id, body, receivedAt, holder };
      const handled = await handle(context, delivery);
      if (handled.kind !== 'settled') await settleDelivery(context, handled);
    });
  } catch (error) {
    await postponeDelivery(deps, held, error);
  }
}

async function handle(context: DeliveryContext, delivery: Delivery): Promise<Handled> {
  const event = readEvent(context.github, delivery);
  if (event === 'unreadable') return ignored('The body is not as GitHub describes this event.');
  if (event === null) return ignored('Planwright does not act upon events of this kind.');
  return handleEvent(context, event);
}

function readEvent(github: GitHubSide, delivery: Delivery): IncomingEvent | null | 'unreadable' {
  try {
    return github.readDelivery(delivery);
  } catch {
    return 'unreadable';
  }
}
