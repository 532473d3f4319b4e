import { expect, test } from 'vitest';
import { classifyRpcError } from '../../../../runner/agents/acp/classify.ts';
import { toldWaitMs } from '../../../../runner/agents/acp/told_wait.ts';

test.each([
  ['The usage limit has been reached\nSuggested retry after 3600s.', 3_600_000],
  ['Please retry in 31.2s.', 31_200],
  ['Rate limit reached. Please try again in 450ms.', 450],
  ['try again in 2 minutes', 120_000],
  ['try again in 1h', 3_600_000],
  ['Rate limit reached, try again later', undefined],
  ['I retry in a moment', undefined],
])('%j', (words, expected) => {
  expect(toldWaitMs(words)).toBe(expected);
});

test('a quota that says when it is back is a limit, and one that does not is no money', () => {
  const answer = (message: string) => classifyRpcError({ code: 429, message });
  expect(answer('You exceeded your current quota. Please retry in 31.2s.')).toMatchObject({
    class: 'rate_limit',
    limitEnds: { kind: 'after', ms: 31_200 },
  });
  expect(answer('You exceeded your current quota, please check your plan.')).toEqual({
    class: 'budget',
    message: 'You exceeded your current quota, please check your plan.',
  });
  // Other trouble is no limit, whatever it advises.
  expect(classifyRpcError({ code: -32603, message: 'Overloaded; try again in 5s.' })).toMatchObject({
    class: 'transient',
  });
});
