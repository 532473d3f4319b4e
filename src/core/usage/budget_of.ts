import type { Amounts, Budget, Price } from '../../protocol/usage.ts';
import type { TaskSettings } from '../plan/plan.ts';
import { PRICES } from './prices.ts';

/** What attempts of a task have used that counts towards its limits. */
export type SpentByTask = { readonly tokens: number; readonly costMicros: number };

/**
 * The limits of a task with what is used of them, what this attempt may use of what is left to its run, and all prices, the
 * repository's own first; undefined: nothing bounds it.
 */
export function budgetOf(
  { maxCostMicros, maxTokens }: Partial<TaskSettings>,
  spent: SpentByTask,
  own: readonly Price[] = [],
  share: Amounts = { costMicros: null, tokens: null },
): Budget | undefined {
  const isShared = share.costMicros !== null || share.tokens !== null;
  if (maxCostMicros === undefined && maxTokens === undefined && !isShared) return undefined;
  const isOfMoney = maxCostMicros !== undefined || share.costMicros !== null;
  return {
    maxCostMicros: maxCostMicros ?? null,
    maxTokens: maxTokens ?? null,
    spentMicros: spent.costMicros,
    spentTokens: spent.tokens,
    prices: isOfMoney ? [...own, ...PRICES] : [],
    ...(isShared ? { share } : {}),
  };
}
