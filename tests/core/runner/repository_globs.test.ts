import { expect, it } from 'vitest';
import { isCovered } from '../../../src/core/runner/repository_globs.ts';

it('one glob that means a repository is enough, and no list means nothing', () => {
  expect(isCovered('acme/web', ['other/one', 'ACME/*'])).toBe(true);
  expect(isCovered('acme/web', ['other/one', 'acme/api*'])).toBe(false);
  expect(isCovered('acme/web', [])).toBe(false);
});
