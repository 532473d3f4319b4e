import { costText, tokensText } from '../../core/text/cost_text.ts';
import type { UsageSum } from '../../protocol/usage.ts';

/** `1.2 M tokens read (900 k from cache), 34 k written; 2.10 $`. */
export function usageText(usage: UsageSum): string {
  return `${tokensText(usage)}; ${costText(usage) ?? 'cost unknown'}`;
}

/** How cost was reckoned, where any of it was: a line, or none. */
export function pricesLines(used: readonly (UsageSum | null)[], pricesAsOf: string): readonly string[] {
  if (!used.some((usage) => usage !== null && usage.reckonedMicros > 0)) return [];
  return [
    `Cost that is about so much is reckoned by the repository's own prices, else by list prices of ${pricesAsOf}.`,
  ];
}
