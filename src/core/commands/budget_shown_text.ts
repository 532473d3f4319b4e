import type { Amounts, Used } from '../../protocol/usage.ts';
import type { RunRecord } from '../records.ts';
import { amountsText, usedOfText } from '../text/budget_text.ts';
import { moreBudget, usedUp } from '../usage/more_budget.ts';
import { budgetOfRun } from '../usage/run_budget.ts';

/** What a run may use and has used, for who asks. */
export function budgetShownText(run: RunRecord, spent: Used): string {
  const budget = budgetOfRun(run);
  if (budget === null) {
    return `This run has no budget; ${amountsText(spent)} are used. \`/planwright budget $20\` sets one.`;
  }
  const stands = budget.stage === 'spent' ? ' Agents wait for more.' : '';
  const more = moreBudget({ limit: budget, spent });
  return `${usedOfText(spent, budget)} are used.${stands} \`/planwright budget ${more}\` adds to it, without \`+\` an amount is the new budget.`;
}

/** What is still missing where a budget was changed and all of it is used as before; null: nothing is. */
export function stillSpentText(limit: Amounts, spent: Used): string | null {
  if (usedUp({ limit, spent }).length === 0) return null;
  return `The budget is changed, and agents still wait for more: ${usedOfText(spent, limit)} are used. \`/planwright budget ${moreBudget({ limit, spent })}\` lets them go on.`;
}
