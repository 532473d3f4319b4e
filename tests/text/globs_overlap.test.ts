import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { anyGlobsOverlap, globsOverlap } from '../../src/text/globs_overlap.ts';
import fc from '../support/fast_check.ts';

describe('globs that can match one path', () => {
  test.each([
    ['src/a.ts', 'src/a.ts'],
    ['src/**', 'src/a/b.ts'],
    ['src/**', '**/b.ts'],
    ['a/**', 'a'],
    ['**', 'docs/x.md'],
    ['src/', 'src/deep/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['src//a.ts', 'src/a.ts'],
    ['*.ts', 'a.*'],
    ['a*c', 'ab*'],
    ['src/?.ts', 'src/a.ts'],
    ['src/[ab].ts', 'src/b.ts'],
    ['src/{a,b}.ts', 'src/b.ts'],
    ['{src/a,docs}/*.md', 'docs/x.md'],
    ['{a,b{c,d}}', 'bd'],
    ['**/x/**', 'a/**/b'],
    ['***/a', 'x/y/a'],
    // Too involved to decide, so the answer is yes.
    ['src/@(a|b).ts', 'src/c.ts'],
    ['src/(a|b).ts', 'src/a.ts'],
    ['src/+(a/b)/c', 'src/x'],
    ['a{1..3}', 'a2'],
    ['{a}', '{a}'],
    ['[[:alpha:]]', 'x'],
    ['a/"b c"', 'a/b c'],
    ['!b', 'a'],
    [`${'{a,b}'.repeat(7)}/x`, `${'a'.repeat(7)}/x`],
    ['??', '😀'],
  ])('%s and %s', (left, right) => {
    expect(globsOverlap(left, right)).toBe(true);
    expect(globsOverlap(right, left)).toBe(true);
  });
});

describe('globs that never match one path', () => {
  test.each([
    ['src/a.ts', 'src/b.ts'],
    ['src/**', 'docs/**'],
    ['src/*.ts', 'src/a/b.ts'],
    ['*.ts', '*.md'],
    ['src/{a,b}.ts', 'src/c.ts'],
    ['src/?.ts', 'src/ab.ts'],
    ['a/**/z', 'a/b'],
    ['src/(a|b).ts', 'docs/a.ts'],
    ['Src/a', 'src/a'],
  ])('%s and %s', (left, right) => {
    expect(globsOverlap(left, right)).toBe(false);
    expect(globsOverlap(right, left)).toBe(false);
  });
});

test('lists overlap when one glob of each does', () => {
  expect(anyGlobsOverlap(['docs/**', 'src/a.ts'], ['tests/**', 'src/*'])).toBe(true);
  expect(anyGlobsOverlap(['docs/**'], ['src/**'])).toBe(false);
  expect(anyGlobsOverlap([], ['src/**'])).toBe(false);
});

test('where both globs match a path, they overlap', () => {
  const character = fc.constantFrom('a', 'b', '.', '-', '1', '😀');
  const name = fc.array(character, { minLength: 1, maxLength: 3 }).map((characters) => characters.join(''));
  const path = fc.array(
    name.filter((text) => !/^\.+$/.test(text)),
    { minLength: 1, maxLength: 4 },
  );
  const wild = fc.constantFrom(
    '*',
    '?',
    '**',
    '[a-b]',
    '[!b]',
    '{a,b}',
    '{a/b,1}',
    '{1..3}',
    '(a|b)',
    '@(a|b)',
    '+(a)',
  );
  const garbled = (name: string) =>
    fc
      .array(fc.oneof(wild, fc.constantFrom(...name.split(''), name)), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(''));
  const generalised = (names: readonly string[]) =>
    fc
      .tuple(
        ...names.map((name) => fc.oneof(fc.constant(name), fc.constantFrom('*', '**', `${name[0]}*`), garbled(name))),
      )
      .map((segments) => segments.join('/'));
  const cases = path.chain((names) => fc.tuple(fc.constant(names.join('/')), generalised(names), generalised(names)));
  let matched = 0;
  fc.assert(
    fc.property(cases, ([concrete, left, right]) => {
      const options = { dot: true };
      if (!picomatch.isMatch(concrete, left, options) || !picomatch.isMatch(concrete, right, options)) return;
      matched += 1;
      expect(globsOverlap(left, right), `${left} and ${right} match ${concrete}`).toBe(true);
    }),
    { numRuns: 4_000, seed: 4 },
  );
  expect(matched).toBeGreaterThan(500);
});
