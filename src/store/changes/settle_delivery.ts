import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guard: the delivery is not processed yet and this holder has it. */
export function settleDelivery(change: ChangeOf<'settle_delivery'>): readonly Statement[] {
  const { delivery, owner, state, note, at } = change;
  return guardedUpdate('delivery_held', {
    sql: `UPDATE deliveries SET state = ?, note = ?, settled_at = ?, owner = NULL, owned_until = NULL
      WHERE id = ? AND state = 'waiting' AND owner = ?`,
    args: [state, note, at, delivery, owner],
  });
}

/** Guard: as {@link settleDelivery}. */
export function holdDelivery({ delivery, holder, until }: ChangeOf<'hold_delivery'>): readonly Statement[] {
  return guardedUpdate('delivery_held', {
    sql: `UPDATE deliveries SET owned_until = ? WHERE id = ? AND state = 'waiting' AND owner = ?`,
    args: [until, delivery, holder],
  });
}
