import type { Amounts, Used } from '../../protocol/usage.ts';
import { moneyText } from '../../text/money.ts';
import { short } from './cost_text.ts';

/** Amounts for people: `20.00 $`, `5.0 M tokens`, `20.00 $ and 5.0 M tokens`. */
export function amountsText({ costMicros, tokens }: Amounts): string {
  const money = costMicros === null ? [] : [moneyText(costMicros)];
  return [...money, ...(tokens === null ? [] : [`${short(tokens)} tokens`])].join(' and ');
}

/** What is used of what may be, of the kinds that are bounded: `4.10 $ of 5.00 $`. */
export function usedOfText(used: Amounts, limit: Amounts): string {
  const money =
    limit.costMicros === null ? [] : [`${moneyText(used.costMicros ?? 0)} of ${moneyText(limit.costMicros)}`];
  const count = limit.tokens === null ? [] : [`${short(used.tokens ?? 0)} of ${short(limit.tokens)} tokens`];
  return [...money, ...count].join(' and ');
}

/** The same of what all plans of a repository may use in a month: `… that all plans of the repository may use in 2026-11`. */
export function monthlyUsedText(
  { limit, spent }: { readonly limit: Amounts; readonly spent: Used },
  month: string,
): string {
  return `${usedOfText(spent, limit)} that all plans of the repository may use in ${month}`;
}
