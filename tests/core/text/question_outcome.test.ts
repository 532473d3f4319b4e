import { expect, it } from 'vitest';
import { questionOutcome } from '../../../src/core/text/question_outcome.ts';

it.each([
  ['answered', 'Q3 was answered by bob: keep'],
  ['expired', 'Nobody answered Q3 in time, so its default counts: keep'],
  ['withdrawn', 'Q3 was withdrawn: nobody waits for the answer any more.'],
  ['open', 'Q3 waits for an answer.'],
] as const)('a question that is %s is told alike wherever it stands', (state, told) => {
  expect(questionOutcome({ name: 'Q3', state, answer: 'keep', by: 'bob' })).toBe(told);
});
