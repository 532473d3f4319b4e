import type { Price, Usage } from '../protocol/usage.ts';
import { fitsPattern } from '../text/star_pattern.ts';

/** What usage of a model costs by these prices, in millionths of a dollar; null: none of them is of that model. */
export function reckonedMicros(
  { inputTokens, cachedTokens, outputTokens, model }: Omit<Usage, 'costMicros'>,
  prices: readonly Price[],
): number | null {
  const price = model === null ? undefined : prices.find((one) => fits(one.model, model));
  if (price === undefined) return null;
  // Dollars per million tokens are millionths of a dollar per token.
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return Math.ceil(fresh * price.input + cachedTokens * price.cached + outputTokens * price.output);
}

/** The day of a snapshot at the end of a model's name: `gpt-5.5-2026-04-23`, `claude-haiku-4-5-20251001`. */
const SNAPSHOT = /-20\d{2}(?:-\d{2}-\d{2}|\d{4})$/;

/**
 * Whether a name fits a pattern, case aside. A provider's prefix, as in `openai/gpt-5`, is none of the name, and neither is the
 * day of a snapshot, unless the pattern has them.
 */
function fits(pattern: string, model: string): boolean {
  const name = pattern.includes('/') ? model : (model.split('/').at(-1) ?? model);
  return fitsPattern(name, pattern) || fitsPattern(name.replace(SNAPSHOT, ''), pattern);
}
