import { expect, test } from 'vitest';
import { isUnpriced, overBudget } from '../../../../runner/attempt/agent/over_budget.ts';

const free = { maxCostMicros: null, maxTokens: null, spentMicros: 0, spentTokens: 0, prices: [] };
const usage = { inputTokens: 900, cachedTokens: 600, outputTokens: 100, costMicros: 10_000, model: null };

test('what earlier attempts of the task have cost counts', () => {
  const budget = { ...free, maxCostMicros: 510_000, spentMicros: 500_000 };
  expect(overBudget(budget, usage)?.message).toContain("0.51 $ count towards the task's max-cost of 0.51 $");
  expect(overBudget({ ...budget, spentMicros: 499_999 }, usage)).toBeNull();
  expect(overBudget(budget, null)).toBeNull();
});

test('so do their tokens; what a cache held does not', () => {
  const budget = { ...free, maxTokens: 1_400, spentTokens: 1_000 };
  expect(overBudget(budget, usage)?.message).toContain("1400 tokens count towards the task's max-tokens of 1400");
  expect(overBudget({ ...budget, spentTokens: 999 }, usage)).toBeNull();
});

test.each([
  ['max-cost of 0.50 $', { maxCostMicros: 500_000, spentMicros: 500_000 }],
  ['max-cost of 0.50 $', { maxCostMicros: 500_000, spentMicros: 600_000 }],
  ['max-tokens of 10', { maxTokens: 10, spentTokens: 10 }],
])('a task that begins with nothing left has reached its limit: %s', (limit, changes) => {
  expect(overBudget({ ...free, ...changes }, null)).toMatchObject({
    class: 'budget',
    message: expect.stringContaining(limit),
  });
});

test('without a limit nothing is too much', () => {
  expect(overBudget(undefined, usage)).toBeNull();
  expect(overBudget({ ...free, spentMicros: 1e12, spentTokens: 1e12 }, usage)).toBeNull();
});

test('an attempt has what is left to its run, whatever its task used before, and is not to blame for its end', () => {
  const share = { costMicros: 10_000, tokens: null };
  const budget = { ...free, spentMicros: 700_000, share };
  expect(overBudget(budget, usage)).toMatchObject({ class: 'run_budget' });
  expect(overBudget({ ...budget, share: { costMicros: 10_001, tokens: 401 } }, usage)).toBeNull();
  expect(overBudget({ ...budget, share: { costMicros: null, tokens: 400 } }, usage)).toMatchObject({
    class: 'run_budget',
  });
  expect(overBudget(budget, null)).toBeNull();
  // The task's own limit goes first: a person has to look at it.
  expect(overBudget({ ...budget, maxCostMicros: 1 }, usage)).toMatchObject({ class: 'budget' });
});

test('money cannot hold what nobody knows the price of', () => {
  const unpriced = { ...usage, costMicros: null };
  const share = { costMicros: 1, tokens: null };
  expect(overBudget({ ...free, share }, unpriced)).toBeNull();
  expect(isUnpriced({ ...free, share }, unpriced)).toBe(true);
  expect(isUnpriced({ ...free, share: { costMicros: null, tokens: 5 } }, unpriced)).toBe(false);
  expect(isUnpriced({ ...free, maxCostMicros: 1 }, usage)).toBe(false);
});
