import type { DecisionBuilder } from '../decision.ts';
import type { AttemptRecord, CancelHow } from '../records.ts';

/** Which orders to end an attempt mean that its task comes back as if it had not been handed out. */
export const PAUSE_ORDER = 'paused';
/** A person overruled an answer that it works with. See {@link PAUSE_ORDER}. */
export const OVERRULE_ORDER = 'overruled';
/** See {@link PAUSE_ORDER}. */
export const BUDGET_ORDER = 'the budget is used up';

/** Whether an order as strong as this was given before; a weaker one never softens it. */
export function isOrderedAlready(ordered: CancelHow | null, how: CancelHow): boolean {
  return ordered === 'immediate' || ordered === how;
}

/** Tells a live attempt to end, unless it was told before. */
export function orderAttempt(
  builder: DecisionBuilder,
  attempt: Pick<AttemptRecord, 'id' | 'state' | 'cancel'>,
  how: CancelHow,
  reason: string,
): void {
  if (isOrderedAlready(attempt.cancel?.how ?? null, how)) return;
  builder.change({ kind: 'order_cancel', attempt: attempt.id, in: attempt.state, how, reason });
}
