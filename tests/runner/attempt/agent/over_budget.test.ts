import { expect, test } from 'vitest';
import { overBudget } from '../../../../runner/attempt/agent/over_budget.ts';

const free = { maxCostMicros: null, maxTokens: null, spentMicros: 0, spentTokens: 0, prices: [] };
const usage = { inputTokens: 900, cachedTokens: 600, outputTokens: 100, costMicros: 10_000, model: null };

test('what earlier attempts of the task have cost counts', () => {
  const budget = { ...free, maxCostMicros: 510_000, spentMicros: 500_000 };
  expect(overBudget(budget, usage)).toContain("0.51 $ count towards the task's max-cost of 0.51 $");
  expect(overBudget({ ...budget, spentMicros: 499_999 }, usage)).toBeNull();
  expect(overBudget(budget, null)).toBeNull();
});

test('so do their tokens; what a cache held does not', () => {
  const budget = { ...free, maxTokens: 1_400, spentTokens: 1_000 };
  expect(overBudget(budget, usage)).toContain("1400 tokens count towards the task's max-tokens of 1400");
  expect(overBudget({ ...budget, spentTokens: 999 }, usage)).toBeNull();
});

test.each([
  ['max-cost of 0.50 $', { maxCostMicros: 500_000, spentMicros: 500_000 }],
  ['max-cost of 0.50 $', { maxCostMicros: 500_000, spentMicros: 600_000 }],
  ['max-tokens of 10', { maxTokens: 10, spentTokens: 10 }],
])('a task that begins with nothing left has reached its limit: %s', (limit, changes) => {
  expect(overBudget({ ...free, ...changes }, null)).toContain(limit);
});

test('without a limit nothing is too much', () => {
  expect(overBudget(undefined, usage)).toBeNull();
  expect(overBudget({ ...free, spentMicros: 1e12, spentTokens: 1e12 }, usage)).toBeNull();
});
