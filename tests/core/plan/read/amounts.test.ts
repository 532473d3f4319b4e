import { expect, test } from 'vitest';
import { money, tokens } from '../../../../src/core/plan/read/amounts.ts';

const read = (one: typeof money, text: string) => {
  const answer = one(text);
  return 'value' in answer ? answer.value : answer.code;
};

test('money is read in dollars, however they are written, and exactly', () => {
  expect(['$2', '2', '2.50 $', '$ 0.1', '0.000001', '3 usd'].map((text) => read(money, text))).toEqual([
    2_000_000, 2_000_000, 2_500_000, 100_000, 1, 3_000_000,
  ]);
  for (const text of ['$0', '-1', 'two', '2 €', '1e3', '$', '2.0000001', '99999999']) {
    expect(read(money, text), text).toBe('bad-money');
  }
});

test('tokens are read with their unit', () => {
  expect(['500k', '1.5M', '200000', '2 K'].map((text) => read(tokens, text))).toEqual([
    500_000, 1_500_000, 200_000, 2_000,
  ]);
  for (const text of ['0', '5 tokens', '-1k', '1.5555k', '9999999M'])
    expect(read(tokens, text), text).toBe('bad-tokens');
});
