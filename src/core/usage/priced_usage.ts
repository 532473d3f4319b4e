import { type Price, type PricedUsage, reckonedMicros, type Usage } from '../../protocol/usage.ts';

/** Usage with its cost: what the agent says counts, else it is reckoned; of a model that has no price it is not known. */
export function pricedUsage(usage: Usage, prices: readonly Price[]): PricedUsage {
  if (usage.costMicros !== null) return { ...usage, costBy: 'agent' };
  const costMicros = reckonedMicros(usage, prices);
  return { ...usage, costMicros, costBy: costMicros === null ? null : 'prices' };
}
