import type { AgentSettings } from '../agents/agent_settings.ts';

type Prices = Pick<AgentSettings, 'prices'>;

/** A repository's own prices go before those of its organisation: the first that fits a model counts. */
export function bothPrice({ prices: organisation = [] }: Prices, { prices: own = [] }: Prices): Prices {
  const prices = [...own, ...organisation];
  return prices.length === 0 ? {} : { prices };
}
