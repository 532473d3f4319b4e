import type { Used } from '../../protocol/usage.ts';
import type { RunRecord } from '../records.ts';
import { amountsText, usedOfText } from '../text/budget_text.ts';
import { budgetOfRun } from '../usage/run_budget.ts';

/** What a run may use and has used, for who asks. */
export function budgetShownText(run: RunRecord, spent: Used): string {
  const budget = budgetOfRun(run);
  if (budget === null) {
    return `This run has no budget; ${amountsText(spent)} are used. \`/planwright budget $20\` sets one.`;
  }
  const stands = budget.stage === 'spent' ? ' Agents wait for more.' : '';
  return `${usedOfText(spent, budget)} are used.${stands} \`/planwright budget +$5\` adds to it, \`/planwright budget $30\` sets it.`;
}
