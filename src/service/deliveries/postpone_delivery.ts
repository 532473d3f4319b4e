import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { ClaimedDelivery } from '../ports/deliveries.ts';
import { NotNowError } from '../ports/forge.ts';
import { passingTroubleOf } from '../ports/passing_trouble.ts';

const FIRST_DELAY_MS = 500;
/** Between two tries while GitHub or the database are in trouble, and while the delivery itself is. */
const LONGEST_PASSING_MS = 5 * 60_000;
const LONGEST_OWN_MS = 60_000;
/** How long trouble that passes is waited for: as long as GitHub itself can send a delivery again. */
const PATIENCE_MS = 3 * 24 * 3_600_000;
/** How often a delivery may fail for a reason in itself: some ten minutes, in which what comes behind it waits. */
const ATTEMPTS = 20;

type Wanted =
  | { readonly kind: 'again'; readonly at: number; readonly counts: boolean }
  /** Nothing but people can help. */
  | { readonly kind: 'given_up' };

/**
 * Puts a delivery back that could not be processed. One that is only too early waits until its time; trouble with GitHub or
 * the database is waited for for days; what fails for a reason in itself is given up sooner. What was given up is kept, and
 * shown with its reason.
 */
export async function postponeDelivery(
  deps: ServiceDependencies,
  held: { readonly delivery: ClaimedDelivery; readonly holder: string },
  error: unknown,
): Promise<void> {
  const { store, log } = deps;
  const { delivery, holder } = held;
  const message = errorMessage(error);
  const data = { delivery: delivery.id, event: delivery.event, message };
  const wanted = wantedAfter(deps, delivery, error);
  try {
    if (wanted.kind === 'given_up') {
      log('error', 'A delivery was given up.', data);
      await store.deliveries.bury(delivery.id, holder, message);
      return;
    }
    log('warn', 'A delivery could not be processed and will be tried again.', data);
    await store.deliveries.release(delivery.id, holder, { dueAt: wanted.at, error: message, counts: wanted.counts });
  } catch (failure) {
    log('warn', 'A delivery could not be put back; it is tried again when its hold ends.', {
      ...data,
      failure: errorMessage(failure),
    });
  }
}

function wantedAfter(
  { clock, random }: ServiceDependencies,
  { receivedAt, attempts }: ClaimedDelivery,
  error: unknown,
): Wanted {
  const now = clock.now();
  const after = (ceilingMs: number) => now + Math.ceil((0.5 + random() / 2) * ceilingMs);
  if (error instanceof NotNowError) {
    return { kind: 'again', at: Math.max(error.notBefore, now + FIRST_DELAY_MS), counts: false };
  }
  const ageMs = Math.max(0, now - receivedAt);
  if (passingTroubleOf(error) !== null) {
    if (ageMs >= PATIENCE_MS) return { kind: 'given_up' };
    // As long again as it has waited so far, so each wait is longer than the one before.
    const ceilingMs = Math.min(LONGEST_PASSING_MS, Math.max(FIRST_DELAY_MS, ageMs));
    return { kind: 'again', at: after(ceilingMs), counts: false };
  }
  if (attempts + 1 >= ATTEMPTS) return { kind: 'given_up' };
  return { kind: 'again', at: after(Math.min(LONGEST_OWN_MS, FIRST_DELAY_MS * 2 ** attempts)), counts: true };
}
