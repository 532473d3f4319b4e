import { expect, test } from 'vitest';
import { homeStanding } from '../../../src/core/task/home_standing.ts';
import { runRecord, taskRecord } from '../records.ts';

const standing = (task: Parameters<typeof taskRecord>[0], run: Parameters<typeof runRecord>[0] = {}) =>
  homeStanding(taskRecord(task), runRecord(run));

test.each(['pending', 'ready', 'running', 'blocked', 'retrying', 'in_review'] as const)(
  'a %s task needs it',
  (state) => {
    expect(standing({ state })).toBe('needed');
  },
);

test('one that has succeeded does not, and one that a person may retry perhaps', () => {
  expect(standing({ state: 'succeeded' })).toBe('over');
  expect(standing({ state: 'failed' })).toBe('maybe');
  expect(standing({ state: 'canceled' })).toBe('maybe');
});

test('nobody needs one after a run that has succeeded; before, its verification may be done again', () => {
  expect(standing({ state: 'succeeded', kind: 'verification' })).toBe('needed');
  expect(standing({ state: 'succeeded', kind: 'verification' }, { state: 'succeeded' })).toBe('over');
  expect(standing({ state: 'skipped' }, { state: 'succeeded' })).toBe('over');
});
