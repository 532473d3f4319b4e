import type { UsageSum } from '../../protocol/usage.ts';
import { MICROS_OF_CENT, moneyText } from '../../text/money.ts';

/**
 * `0.84 $`: what attempts cost, in whole cents; `about` where prices of a table had part in it, `at least` where of some
 * attempt nothing is known. null: nothing is known of any, or less than a cent of some.
 */
export function costText(usage: UsageSum | null): string | null {
  if (usage === null || usage.costMicros === null) return null;
  const { costMicros, unpricedAttempts } = usage;
  if (unpricedAttempts > 0 && isUnderCent(costMicros)) return null;
  return `${certaintyText(usage)}${moneyText(costMicros)}`;
}

/** What stands before a cost that is not exactly so: `about `, `at least `. */
export function certaintyText(usage: UsageSum | null): string {
  // What is under a cent is no figure that something could be about, and nothing is at least that.
  if (usage === null || usage.costMicros === null || isUnderCent(usage.costMicros)) return '';
  if (usage.unpricedAttempts > 0) return 'at least ';
  return usage.reckonedMicros > 0 ? 'about ' : '';
}

function isUnderCent(costMicros: number): boolean {
  return costMicros < MICROS_OF_CENT / 2;
}

/** Whether prices had part in what is known of the cost. */
export function isReckoned(usage: UsageSum | null): boolean {
  return usage !== null && usage.reckonedMicros > 0;
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

/** A count in thousands or millions: `4.5 k`, `34 k`, `1.2 M`. Never upwards: what is nearly all of something is not all of it. */
export function short(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 10_000) return `${Math.floor(count / 100) / 10} k`;
  if (count < 1_000_000) return `${Math.floor(count / 1_000)} k`;
  return `${(Math.floor(count / 100_000) / 10).toFixed(1)} M`;
}
