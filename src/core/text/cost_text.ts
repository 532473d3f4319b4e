import type { UsageSum } from '../../protocol/usage.ts';
import { MICROS_OF_CENT, moneyText } from '../../text/money.ts';

/**
 * `0.84 $`: what attempts cost, in whole cents; `about` where prices of a table had part in it, `at least` where of some
 * attempt nothing is known. null: nothing is known of any, or less than a cent of some.
 */
export function costText(usage: UsageSum | null): string | null {
  if (usage === null || usage.costMicros === null) return null;
  const { costMicros, reckonedMicros, unpricedAttempts } = usage;
  const cost = moneyText(costMicros);
  const isUnderCent = costMicros < MICROS_OF_CENT / 2;
  // What is under a cent is no figure that something could be about, and nothing is at least that.
  if (unpricedAttempts > 0) return isUnderCent ? null : `at least ${cost}`;
  return reckonedMicros > 0 && !isUnderCent ? `about ${cost}` : cost;
}

/** `1.2 M tokens read (900 k from cache), 34 k written`. */
export function tokensText({
  inputTokens,
  cachedTokens,
  outputTokens,
}: Pick<UsageSum, 'inputTokens' | 'cachedTokens' | 'outputTokens'>): string {
  const cached = cachedTokens === 0 ? '' : ` (${short(cachedTokens)} from cache)`;
  return `${short(inputTokens)} tokens read${cached}, ${short(outputTokens)} written`;
}

/** A count in thousands or millions: `34 k`, `1.2 M`. */
export function short(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${Math.round(count / 1_000)} k`;
  return `${(count / 1_000_000).toFixed(1)} M`;
}
