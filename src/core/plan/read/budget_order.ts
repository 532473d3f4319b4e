import type { Amounts } from '../../../protocol/usage.ts';
import { amountsIn } from './amounts.ts';

/** What a person wants of a budget: `set` what it names, or `add` that to it. */
export type BudgetOrder = { readonly how: 'set' | 'add'; readonly amounts: Amounts };

/** `$30`, `+5`, `+2M tokens`, `+$5, +1M tokens`; null: it is none of these. */
export function budgetOrderIn(text: string): BudgetOrder | null {
  const words = text.trim();
  const adds = words.startsWith('+');
  const amounts = amountsIn(adds ? words.replaceAll(/(^|,|\band\b)\s*\+\s*/gi, '$1 ').trim() : words);
  return amounts === null ? null : { how: adds ? 'add' : 'set', amounts };
}
