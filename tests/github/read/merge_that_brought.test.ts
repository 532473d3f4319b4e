import { describe, expect, it } from 'vitest';
import { broughtInBy } from '../../../src/github/read/merge_that_brought.ts';

/** `a` is the base; `m1` merged `x2` (with `x1`), `m2` merged `y`, which was built on `x2`. */
const parents = new Map([
  ['m2', ['m1', 'y']],
  ['m1', ['a', 'x2']],
  ['y', ['x2']],
  ['x2', ['x1']],
  ['x1', ['a']],
  ['a', []],
]);

describe('the merge that brought a commit in', () => {
  it.each([
    ['y', 'm2'],
    ['x2', 'm1'],
    ['x1', 'm1'],
    ['m1', 'm1'],
    ['a', 'a'],
  ])('for %s is %s', (commit, merge) => {
    expect(broughtInBy(parents, commit, 'm2')).toBe(merge);
  });

  it('is the commit itself where history does not reach so far', () => {
    expect(broughtInBy(parents, 'long-ago', 'm2')).toBe('long-ago');
  });
});
