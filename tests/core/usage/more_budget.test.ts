import { expect, it } from 'vitest';
import { wantedBudget } from '../../../src/core/report/budget_lines.ts';
import { moreBudget } from '../../../src/core/usage/more_budget.ts';
import { KEEP } from '../report/scenes.ts';

it.each([
  [
    'of what is used up alone',
    { costMicros: 20_000_000, tokens: 5_000 },
    { costMicros: 100, tokens: 5_100 },
    '+1500 tokens',
  ],
  [
    'at least what is used beyond it',
    { costMicros: 5_000_000, tokens: null },
    { costMicros: 9_000_000, tokens: 0 },
    '+$5',
  ],
  [
    'of all where nothing is used up',
    { costMicros: 20_000_000, tokens: 4_000 },
    { costMicros: 0, tokens: 0 },
    '+$5, 1000 tokens',
  ],
  ['no less than a cent', { costMicros: 10_000, tokens: null }, { costMicros: 10_000, tokens: 0 }, '+$0.01'],
])('what is to be added is a quarter, %s', (_, limit, spent, wanted) => {
  expect(moreBudget({ limit, spent })).toBe(wanted);
});

const asked = { ...KEEP, source: 'budget' } as const;

it('the status names what is used up, and what is to be added of it', () => {
  const usage = {
    inputTokens: 6_000,
    cachedTokens: 0,
    outputTokens: 0,
    costMicros: 100,
    reckonedMicros: 0,
    unpricedAttempts: 0,
  };
  const budget = { costMicros: 20_000_000, tokens: 5_000, stage: 'spent' } as const;
  expect(wantedBudget({ usage, budget, questions: [asked] })).toEqual([
    'more budget, since its tokens are used up (`/planwright budget +1500 tokens` adds to it)',
  ]);
});

it('where nobody is asked any more, it names how to go on without', () => {
  const budget = { costMicros: 20_000_000, tokens: null, stage: 'spent' } as const;
  expect(wantedBudget({ usage: null, budget, questions: [] })).toEqual([
    'more budget, since all of it is used (`/planwright budget +$5` adds to it; without more, `/planwright skip <task>` or `/planwright cancel`)',
  ]);
});
