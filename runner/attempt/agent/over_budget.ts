import { reckonedMicros } from '../../../src/pricing/reckoned_micros.ts';
import { type Budget, countedTokens, type Usage } from '../../../src/protocol/usage.ts';
import { moneyText } from '../../../src/text/money.ts';

/** Why an attempt may not go on, and whose limit was reached: `budget` its task's, `run_budget` its part of the run's. */
export type OverBudget = { readonly class: 'budget' | 'run_budget'; readonly message: string };

/** Whether an attempt that has used this may not go on; null: it may. */
export function overBudget(budget: Budget | undefined, usage: Usage | null): OverBudget | null {
  if (budget === undefined) return null;
  const ofTask = overTask(budget, usage);
  if (ofTask !== null) return { class: 'budget', message: ofTask };
  return usage !== null && isOverShare(budget, usage) ? { class: 'run_budget', message: SHARE_USED } : null;
}

const SHARE_USED = 'what was left of the budget of the run is used up or kept for other tasks; what was done is kept';

function isOverShare(budget: Budget, usage: Usage): boolean {
  const { costMicros = null, tokens = null } = budget.share ?? {};
  if (costMicros !== null && (costOf(budget, usage) ?? 0) >= costMicros) return true;
  return tokens !== null && countedTokens(usage) >= tokens;
}

function overTask(budget: Budget, usage: Usage | null): string | null {
  const { maxCostMicros, maxTokens, spentMicros, spentTokens } = budget;
  const micros = spentMicros + (usage === null ? 0 : (costOf(budget, usage) ?? 0));
  if (maxCostMicros !== null && micros >= maxCostMicros)
    return message('max-cost', moneyText(micros), moneyText(maxCostMicros));
  const tokens = spentTokens + (usage === null ? 0 : countedTokens(usage));
  if (maxTokens !== null && tokens >= maxTokens) return message('max-tokens', `${tokens} tokens`, String(maxTokens));
  return null;
}

/** Whether no limit of money can hold an attempt, since nobody knows what it costs. */
export function isUnpriced(budget: Budget | undefined, usage: Usage): boolean {
  if (budget === undefined || costOf(budget, usage) !== null) return false;
  return budget.maxCostMicros !== null || (budget.share?.costMicros ?? null) !== null;
}

function costOf({ prices }: Budget, usage: Usage): number | null {
  return usage.costMicros ?? reckonedMicros(usage, prices);
}

/** Not "has used": what a task had used when a person sent it back counts no more. */
function message(limit: string, used: string, most: string): string {
  return `${used} count towards the task's ${limit} of ${most}; what was done is kept. To go on with as much again, retry it; to allow more, raise ${limit}`;
}
