import { noteSalvaged as decideSalvaged } from '../../core/decide/note_salvaged.ts';
import { Refusal } from '../../core/refusal.ts';
import { usageRecorded } from '../../core/usage/usage_recorded.ts';
import type { SalvagedRequest, SalvagedResponse } from '../../protocol/salvage_messages.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import { ownPrices } from './own_prices.ts';

/**
 * Keeps where the work of an attempt lies that could not tell its end, and what it used.
 *
 * @throws Refusal `attempt_not_current`, `impossible_report`
 */
export async function noteSalvaged(deps: ServiceDependencies, request: SalvagedRequest): Promise<SalvagedResponse> {
  const { attempt, usage } = request;
  await commit(deps, 'note_salvaged', async (read) => {
    const slice = await read.attemptSlice(attempt, 'all');
    if (slice === null) throw new Refusal('attempt_not_current', 'There is no such attempt.');
    const decision = decideSalvaged(slice, request, surroundings(deps));
    if (usage === undefined || slice.attempt.outcome !== null) return decision;
    const { id: run } = slice.run;
    const prices = (await ownPrices(read, [{ run, usage }])).get(run) ?? [];
    return withChanges(decision, [usageRecorded(attempt, usage, prices)]);
  });
  return { noted: true };
}
