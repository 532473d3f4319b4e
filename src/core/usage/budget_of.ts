import type { Budget, Price } from '../../protocol/usage.ts';
import type { TaskSettings } from '../plan/plan.ts';
import { PRICES } from './prices.ts';

/** What attempts of a task have used that counts towards its limits. */
export type SpentByTask = { readonly tokens: number; readonly costMicros: number };

/** The limits of a task with what is used of them, and all prices, the repository's own first; undefined: it has none. */
export function budgetOf(
  { maxCostMicros, maxTokens }: Partial<TaskSettings>,
  spent: SpentByTask,
  own: readonly Price[] = [],
): Budget | undefined {
  if (maxCostMicros === undefined && maxTokens === undefined) return undefined;
  return {
    maxCostMicros: maxCostMicros ?? null,
    maxTokens: maxTokens ?? null,
    spentMicros: spent.costMicros,
    spentTokens: spent.tokens,
    prices: maxCostMicros === undefined ? [] : [...own, ...PRICES],
  };
}
