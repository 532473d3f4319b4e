import { expect, test } from 'vitest';
import { usedByAll } from '../../../src/core/usage/attempt_usage.ts';
import { succeeded } from '../records.ts';

const usage = { inputTokens: 100, cachedTokens: 0, outputTokens: 10, costMicros: 700, model: 'a' };
const stored = [
  { ...usage, attempt: 'one', costBy: 'agent', costMicros: 20 },
  { ...usage, attempt: 'two', costBy: 'agent', costMicros: 3 },
] as const;

test('all attempts count, the one that ends by what its outcome says', () => {
  const ended = { attempt: 'two', outcome: succeeded({ usage }), prices: [] };
  expect(usedByAll(stored, ended)).toMatchObject({ costMicros: 720, inputTokens: 200 });
  expect(usedByAll([], ended)).toMatchObject({ costMicros: 700 });
});

test('where the outcome says nothing, what was told before counts', () => {
  expect(usedByAll(stored, { attempt: 'two', outcome: succeeded(), prices: [] })).toMatchObject({ costMicros: 23 });
  expect(usedByAll([], { attempt: 'two', outcome: succeeded(), prices: [] })).toBeNull();
});

test('without a cost of the agent, prices say what it was', () => {
  const outcome = succeeded({ usage: { ...usage, costMicros: null } });
  const prices = [{ model: 'a', input: 2, cached: 0, output: 5 }];
  expect(usedByAll([], { attempt: 'two', outcome, prices })).toMatchObject({ costMicros: 250, reckonedMicros: 250 });
});
