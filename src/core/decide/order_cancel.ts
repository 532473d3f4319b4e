import { INTERRUPTIONS, type Interruption } from '../attempt/order_reason.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { AttemptRecord, CancelHow } from '../records.ts';

/** Whether an order as strong as this was given before; a weaker one never softens it. */
export function isOrderedAlready(ordered: CancelHow | null, how: CancelHow): boolean {
  return ordered === 'immediate' || ordered === how;
}

/**
 * Tells a live attempt to end, unless it was told before.
 *
 * @param why for what else than itself, or why nobody wants its task any more
 */
export function orderAttempt(
  builder: DecisionBuilder,
  attempt: Pick<AttemptRecord, 'id' | 'state' | 'cancel'>,
  how: CancelHow,
  why: Interruption | Pick<Reason, 'message'>,
): void {
  if (isOrderedAlready(attempt.cancel?.how ?? null, how)) return;
  const order =
    typeof why === 'string'
      ? { code: why, reason: INTERRUPTIONS[why] }
      : ({ code: 'canceled', reason: why.message } as const);
  builder.change({ kind: 'order_cancel', attempt: attempt.id, in: attempt.state, how, ...order });
}
