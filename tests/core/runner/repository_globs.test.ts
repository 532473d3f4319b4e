import { expect, it } from 'vitest';
import { isCovered } from '../../../src/core/runner/repository_globs.ts';

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
])('%s is meant by %s', (repository, glob) => {
  expect(isCovered(repository, ['other/one', glob])).toBe(true);
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
])('%s is not meant by %s', (repository, glob) => {
  expect(isCovered(repository, [glob])).toBe(false);
});

it('no list means nothing', () => {
  expect(isCovered('acme/web', [])).toBe(false);
});

it('a glob of many stars costs no more than others', () => {
  // By backtracking this would not end.
  expect(isCovered(`${'a'.repeat(255)}b`, [`${'*a'.repeat(127)}*c`])).toBe(false);
});
