import type { UsageSum } from '../../protocol/usage.ts';
import { costText, isReckoned } from '../text/cost_text.ts';
import { PRICES_AS_OF } from '../usage/prices.ts';

/** By which prices cost is reckoned that agents do not say themselves. */
export const PRICES_TEXT = `list prices of ${PRICES_AS_OF}, or the repository's own`;

/** What attempts cost, with the day of the prices where they had part in it: for texts that say it once. null: as of {@link costText}. */
export function datedCostText(usage: UsageSum | null): string | null {
  const cost = costText(usage);
  return cost === null || !isReckoned(usage) ? cost : `${cost} (${PRICES_TEXT})`;
}
