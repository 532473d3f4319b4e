import { countedTokens, type UsageSum } from '../../protocol/usage.ts';
import type { RunView } from '../../protocol/views.ts';
import { usedOfText } from '../text/budget_text.ts';
import { certaintyText } from '../text/cost_text.ts';
import { counted } from '../text/counted.ts';
import { moreBudget, usedUp } from '../usage/more_budget.ts';

const NOTHING: UsageSum = {
  ...{ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costMicros: null, reckonedMicros: 0, unpricedAttempts: 0 },
};

type Budgeted = Pick<RunView, 'budget' | 'usage'>;

/** `4.10 $ of 20.00 $`, or about or at least so much: what a run has used of what it may; null: nothing bounds it. */
export function budgetUsed({ budget, usage }: Budgeted): string | null {
  if (budget === null) return null;
  const sum = usage ?? NOTHING;
  const text = usedOfText({ costMicros: sum.costMicros, tokens: countedTokens(sum) }, budget);
  return budget.costMicros === null ? text : `${certaintyText(usage)}${text}`;
}

/** What is wanted of people where agents wait for more; empty: nothing. */
export function wantedBudget(run: Budgeted & Pick<RunView, 'questions'>): readonly string[] {
  if (run.budget?.stage !== 'spent') return [];
  const sum = run.usage ?? NOTHING;
  const bounded = { limit: run.budget, spent: { costMicros: sum.costMicros ?? 0, tokens: countedTokens(sum) } };
  const isOfBoth = run.budget.costMicros !== null && run.budget.tokens !== null;
  const kinds = isOfBoth ? usedUp(bounded).map((kind) => (kind === 'tokens' ? 'its tokens are' : 'its money is')) : [];
  const gone = kinds.length === 0 ? 'all of it is used' : `${kinds.join(' and ')} used up`;
  const adds = `\`/planwright budget ${moreBudget(bounded)}\` adds to it`;
  // Who said that there is no more wants to know how it ends.
  const isAsked = run.questions.some(({ source }) => source === 'budget');
  const ends = isAsked ? '' : '; without more, `/planwright skip <task>` or `/planwright cancel`';
  return [`more budget, since ${gone} (${adds}${ends})`];
}

/** Says where a budget of money does not hold, since nobody knows what something cost. */
export function unheldBudget({ budget, usage }: Budgeted): readonly string[] {
  const unpriced = usage?.unpricedAttempts ?? 0;
  if (budget === null || budget.costMicros === null || unpriced === 0) return [];
  return [`The budget of money cannot be held: of ${counted(unpriced, 'attempt')} nobody knows the cost.`];
}
