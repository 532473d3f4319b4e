import { reckonedMicros } from '../../../src/pricing/reckoned_micros.ts';
import { type Budget, countedTokens, type Usage } from '../../../src/protocol/usage.ts';
import { moneyText } from '../../../src/text/money.ts';

/** Why an attempt that has used this may not go on: its task has reached a limit; null: it may. */
export function overBudget(budget: Budget | undefined, usage: Usage | null): string | null {
  if (budget === undefined) return null;
  const { maxCostMicros, maxTokens, spentMicros, spentTokens } = budget;
  const micros = spentMicros + (usage === null ? 0 : (costOf(budget, usage) ?? 0));
  if (maxCostMicros !== null && micros >= maxCostMicros)
    return message('max-cost', moneyText(micros), moneyText(maxCostMicros));
  const tokens = spentTokens + (usage === null ? 0 : countedTokens(usage));
  if (maxTokens !== null && tokens >= maxTokens) return message('max-tokens', `${tokens} tokens`, String(maxTokens));
  return null;
}

/** Whether `max-cost` cannot hold an attempt, since nobody knows what it costs. */
export function isUnpriced(budget: Budget | undefined, usage: Usage): boolean {
  return budget !== undefined && budget.maxCostMicros !== null && costOf(budget, usage) === null;
}

function costOf({ prices }: Budget, usage: Usage): number | null {
  return usage.costMicros ?? reckonedMicros(usage, prices);
}

/** Not "has used": what a task had used when a person sent it back counts no more. */
function message(limit: string, used: string, most: string): string {
  return `${used} count towards the task's ${limit} of ${most}; what was done is kept. To go on with as much again, retry it; to allow more, raise ${limit}`;
}
