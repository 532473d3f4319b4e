import { expect, it } from 'vitest';
import { fitsPattern } from '../../src/text/star_pattern.ts';

it.each([
  ['acme/web', 'acme/web'],
  ['acme/web', '*'],
  ['acme/web', 'acme/*'],
  ['acme/web', '*/web'],
  ['acme/web', 'ACME/Web'],
  ['acme/web-shop-api', 'acme/web*api'],
  ['acme/web', 'acme/web*'],
  ['acme/web', '**'],
  ['aa', 'a*a'],
])('%s is meant by %s', (text, pattern) => {
  expect(fitsPattern(text, pattern)).toBe(true);
});

it.each([
  ['acme/web', 'acme/webs'],
  ['acme/web', 'acme/we'],
  ['acme/web', 'web'],
  ['acme/web', 'acme/api*'],
  ['acme/web', '*/api'],
  ['acme/web', 'acme.web'],
  ['a', 'a*a'],
  ['acme/web', 'acme/web*web'],
  ['acme/web', ''],
])('%s is not meant by %s', (text, pattern) => {
  expect(fitsPattern(text, pattern)).toBe(false);
});

it('a pattern of many stars costs no more than others', () => {
  // By backtracking this would not end.
  expect(fitsPattern(`${'a'.repeat(255)}b`, `${'*a'.repeat(127)}*c`)).toBe(false);
});
