import { expect, test } from 'vitest';
import { runStanding } from '../../../src/core/text/run_standing.ts';

test.each([
  ['failed', 'has failed'],
  ['canceled', 'was canceled'],
  ['in_review', 'is in review'],
] as const)('a run that is %s %s', (state, words) => {
  expect(runStanding(state)).toBe(words);
});
