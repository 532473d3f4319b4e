import { countedTokens, type UsageSum } from '../../protocol/usage.ts';
import type { RunView } from '../../protocol/views.ts';
import { usedOfText } from '../text/budget_text.ts';
import { counted } from '../text/counted.ts';

const NOTHING: UsageSum = {
  ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costMicros: null, reckonedMicros: 0, unpricedAttempts: 0 },
};

type Budgeted = Pick<RunView, 'budget' | 'usage'>;

/** `4.10 $ of 20.00 $`: what a run has used of what it may; null: nothing bounds it. */
export function budgetUsed({ budget, usage }: Budgeted): string | null {
  if (budget === null) return null;
  const sum = usage ?? NOTHING;
  return usedOfText({ costMicros: sum.costMicros, tokens: countedTokens(sum) }, budget);
}

/** What is wanted of people where agents wait for more; empty: nothing. */
export function wantedBudget(run: Budgeted): readonly string[] {
  if (run.budget?.stage !== 'spent') return [];
  return [`more budget, of which ${budgetUsed(run)} are used (\`/planwright budget +$5\` adds to it)`];
}

/** Says where a budget of money does not hold, since nobody knows what something cost. */
export function unheldBudget({ budget, usage }: Budgeted): readonly string[] {
  const unpriced = usage?.unpricedAttempts ?? 0;
  if (budget === null || budget.costMicros === null || unpriced === 0) return [];
  return [`The budget of money cannot be held: of ${counted(unpriced, 'attempt')} nobody knows the cost.`];
}
