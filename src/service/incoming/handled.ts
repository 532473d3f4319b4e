import type { Change } from '../../core/changes.ts';
import { commit } from '../commit.ts';
import type { DeliveryContext } from './delivery_context.ts';

/**
 * What became of a delivery. `settled`: that is committed already, together with what it changed. `refused`: its sender may
 * not command, and was told so.
 */
export type Handled =
  | { readonly kind: 'settled' }
  | { readonly kind: 'done' | 'ignored' | 'refused'; readonly note: string };

/** What was committed with everything that followed from it. */
export const SETTLED: Handled = { kind: 'settled' };

/** Nothing was changed; `note` says why in one sentence. */
export function ignored(note: string): Handled {
  return { kind: 'ignored', note };
}

/** The end of a delivery, to be committed together with what it changes: if another ended it first, nothing of it lands. */
export function settling(context: DeliveryContext, note: string): Change {
  return settledChange(context, { kind: 'done', note });
}

/** Ends a delivery that changed nothing, or whose changes are committed already. */
export function settleDelivery(
  context: DeliveryContext,
  handled: Exclude<Handled, { kind: 'settled' }>,
): Promise<null> {
  return commit(context.deps, 'settle_delivery', async () => ({
    changes: [settledChange(context, handled)],
    events: [],
    effects: [],
    result: null,
  }));
}

function settledChange(
  { deps, delivery, holder }: DeliveryContext,
  { kind, note }: Exclude<Handled, { kind: 'settled' }>,
): Change {
  return { kind: 'settle_delivery', delivery, owner: holder, state: kind, note, at: deps.clock.now() };
}
