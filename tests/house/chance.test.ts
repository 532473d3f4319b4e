import { expect, it } from 'vitest';
import { read, repositoryFiles } from './source_files.ts';

/** Where fast-check gets the seed that stays the same. */
const SEEDED = 'tests/support/fast_check.ts';

it('properties are drawn from a seed that stays the same', () => {
  const unseeded = repositoryFiles('tests', 'src', 'runner').filter(
    (file) => /\.m?ts$/.test(file) && /['"]fast-check['"]/.test(read(file)) && file !== 'tests/house/chance.test.ts',
  );
  expect(unseeded).toEqual([SEEDED]);
});
