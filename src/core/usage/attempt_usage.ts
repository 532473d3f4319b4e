import type { Outcome } from '../../protocol/outcome.ts';
import type { Price, PricedUsage, UsageSum } from '../../protocol/usage.ts';
import { pricedUsage } from './priced_usage.ts';
import { sumOf, totalUsage } from './usage_sum.ts';

/** What one attempt of a task has used, as it is stored. */
export type AttemptUsage = PricedUsage & { readonly attempt: string };

/**
 * What all attempts of a task have used together, one of them by its outcome, which is not stored yet; where that says nothing,
 * by what was told while it ran. null: nothing is known.
 */
export function usedByAll(
  stored: readonly AttemptUsage[],
  {
    attempt,
    outcome,
    prices,
  }: { readonly attempt: string; readonly outcome: Outcome; readonly prices: readonly Price[] },
): UsageSum | null {
  if (outcome.usage === undefined) return totalUsage(stored.map(sumOf));
  const others = stored.filter((one) => one.attempt !== attempt);
  return totalUsage([...others, pricedUsage(outcome.usage, prices)].map(sumOf));
}
