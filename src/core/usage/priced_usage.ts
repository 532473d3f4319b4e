import { reckonedMicros } from '../../pricing/reckoned_micros.ts';
import type { Price, PricedUsage, Usage } from '../../protocol/usage.ts';
import { PRICES } from './prices.ts';

/**
 * Usage with its cost: what the agent says counts, else it is reckoned, by the repository's own prices before the table; of a
 * model that has no price it is not known.
 */
export function pricedUsage(usage: Usage, own: readonly Price[]): PricedUsage {
  if (usage.costMicros !== null) return { ...usage, costBy: 'agent' };
  const costMicros = reckonedMicros(usage, [...own, ...PRICES]);
  return { ...usage, costMicros, costBy: costMicros === null ? null : 'prices' };
}
