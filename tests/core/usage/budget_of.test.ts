import { expect, test } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { budgetOf } from '../../../src/core/usage/budget_of.ts';
import { PRICES } from '../../../src/core/usage/prices.ts';

const spent = { tokens: 7, costMicros: 8 };

test('the limits of a plan are those of its tasks, unless they have their own', () => {
  const plan = parsePlan(
    '```planwright\nmax-cost: $2\n```\n\n## Tasks\n- [ ] a: First\n- [ ] b: Second (max-cost: $0.50; max-tokens: 500k)\n',
  );
  if (!plan.ok) throw new Error('It is a plan.');
  expect(plan.plan.tasks.map(({ settings }) => budgetOf(settings, spent))).toEqual([
    { maxCostMicros: 2_000_000, maxTokens: null, spentMicros: 8, spentTokens: 7, prices: PRICES },
    { maxCostMicros: 500_000, maxTokens: 500_000, spentMicros: 8, spentTokens: 7, prices: PRICES },
  ]);
});

test('prices of the repository go before those of the table', () => {
  const own = [{ model: 'gpt-5.5', input: 1, cached: 1, output: 1 }];
  expect(budgetOf({ maxCostMicros: 5 }, spent, own)?.prices).toEqual([...own, ...PRICES]);
});

test('a task without limits may use as much as it needs', () => {
  expect(budgetOf({}, spent)).toBeUndefined();
  expect(budgetOf({ maxTokens: 5 }, spent)).toMatchObject({ maxCostMicros: null, prices: [] });
});
