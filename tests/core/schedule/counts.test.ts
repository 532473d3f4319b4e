import { expect, test } from 'vitest';
import { Counts } from '../../../src/core/schedule/counts.ts';

test('things are counted apart by all of their words', () => {
  const counts = new Counts({ a: 2 });
  counts.add(['a']);
  counts.add(['a', 'b'], 5);
  expect([counts.of('a'), counts.of('a', 'b'), counts.of('b')]).toEqual([3, 5, 0]);
});
