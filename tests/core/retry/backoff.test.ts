import { expect, test } from 'vitest';
import { backoffCeilingMs, backoffMs, believedMs } from '../../../src/core/retry/backoff.ts';

const backoff = { firstMs: 500, longestMs: 60_000 };

test('doubles with every failure, up to the longest', () => {
  const ceilings = [1, 2, 3, 7, 8, 1_000].map((failures) => backoffCeilingMs(backoff, failures));
  expect(ceilings).toEqual([500, 1_000, 2_000, 32_000, 60_000, 60_000]);
  expect(backoffCeilingMs(backoff, 0)).toBe(500);
});

test('half of the wait is certain, half is drawn', () => {
  expect(backoffMs(backoff, 3, 0)).toBe(1_000);
  expect(backoffMs(backoff, 3, 0.5)).toBe(1_500);
  expect(backoffMs(backoff, 3, 1 - 2 ** -53)).toBe(2_000);
});

test('nobody is believed who names more than a day', () => {
  expect([0, 3_600_000, 86_400_000, 864_000_000].map(believedMs)).toEqual([0, 3_600_000, 86_400_000, 86_400_000]);
});
