import type { Amounts, Used } from '../../protocol/usage.ts';
import type { RunRecord } from '../records.ts';
import { amountsText, usedOfText } from '../text/budget_text.ts';
import { moreBudget, usedUp } from '../usage/more_budget.ts';
import { budgetOfRun } from '../usage/run_budget.ts';

/** What all plans of the repository may use in a month (`2026-11`), and have used. */
export type OfRepository = { readonly limit: Amounts; readonly spent: Used; readonly month: string };

/** What a run may use and has used, for who asks; `ofRepository` null: nothing bounds its plans together. */
export function budgetShownText(run: RunRecord, spent: Used, ofRepository: OfRepository | null): string {
  const budget = budgetOfRun(run);
  const together = ofRepository === null ? '' : ` ${togetherText(ofRepository)}`;
  if (budget === null) {
    const set = isUsedUp(ofRepository) ? '' : ' `/planwright budget $20` sets one.';
    return `This run has no budget; ${amountsText(spent)} are used.${set}${together}`;
  }
  const stands = budget.stage === 'spent' ? ' Agents wait for more.' : '';
  const more = moreBudget({ limit: budget, spent });
  return `${usedOfText(spent, budget)} are used.${stands} \`/planwright budget ${more}\` adds to it, without \`+\` an amount is the new budget.${together}`;
}

/** What is still missing where a budget was changed and agents have nothing left as before; null: nothing is. */
export function stillSpentText(limit: Amounts, spent: Used, ofRepository: OfRepository | null): string | null {
  if (usedUp({ limit, spent }).length > 0) {
    return `The budget is changed, and agents still wait for more: ${usedOfText(spent, limit)} are used. \`/planwright budget ${moreBudget({ limit, spent })}\` lets them go on.`;
  }
  return isUsedUp(ofRepository) ? `The budget is changed. ${togetherText(ofRepository)}` : null;
}

function isUsedUp(ofRepository: OfRepository | null): ofRepository is OfRepository {
  return ofRepository !== null && usedUp(ofRepository).length > 0;
}

function togetherText(ofRepository: OfRepository): string {
  const { limit, spent, month } = ofRepository;
  const used = `All plans of the repository have used ${usedOfText(spent, limit)} in ${month}`;
  if (!isUsedUp(ofRepository)) return `${used}.`;
  return `${used}: agents wait for the next month, or for a higher \`repository-budget\` in the settings on the default branch.`;
}
