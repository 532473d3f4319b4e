import { expect, test } from 'vitest';
import { taskStanding } from '../../../src/core/text/task_standing.ts';

test.each([
  ['succeeded', 'has succeeded'],
  ['skipped', 'was skipped'],
  ['in_review', 'is in review'],
  ['running', 'is running'],
] as const)('a task that is %s %s', (state, words) => {
  expect(taskStanding(state)).toBe(words);
});
