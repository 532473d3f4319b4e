import { expect, it } from 'vitest';
import { moneyText } from '../../src/text/money.ts';

it('money is in whole cents, and what is less than one is not nothing', () => {
  const shown = [840_000, 2_104_999, 2_105_000, 0, 1, 20_000_000].map(moneyText);
  expect(shown).toEqual(['0.84 $', '2.10 $', '2.11 $', '0.00 $', 'under 0.01 $', '20.00 $']);
});
