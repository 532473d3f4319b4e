import { expect, test } from 'vitest';
import { withUsage } from '../../../src/core/usage/attempt_usage.ts';

const of = (attempt: string, costMicros: number) => ({
  attempt,
  inputTokens: 1,
  cachedTokens: 0,
  outputTokens: 1,
  costMicros,
  costBy: 'agent' as const,
  model: null,
});

test('what is known of an attempt now replaces what was known, and what others used stays', () => {
  expect(withUsage([of('one', 1), of('two', 2)], of('two', 9))).toEqual([of('one', 1), of('two', 9)]);
  expect(withUsage([], of('one', 1))).toEqual([of('one', 1)]);
});
