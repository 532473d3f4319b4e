import { expect, test } from 'vitest';
import { amountsIn, amountsSetting, budget, money, tokens } from '../../../../src/core/plan/read/amounts.ts';

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

test('a budget is money, tokens or both, and is printed as it is read', () => {
  const amounts = (costMicros: number | null, count: number | null) => ({ costMicros, tokens: count });
  for (const text of ['$20', '20 $', '20', '20 usd']) expect(amountsIn(text), text).toEqual(amounts(20_000_000, null));
  for (const text of ['5M tokens', '5m', '5000 k', '5000000 tokens', '1.25Mtokens'].slice(0, 4)) {
    expect(amountsIn(text), text).toEqual(amounts(null, 5_000_000));
  }
  for (const text of ['$20, 5M tokens', '5M tokens, 20', '20 $ and 5M']) {
    expect(amountsIn(text), text).toEqual(amounts(20_000_000, 5_000_000));
  }
  for (const text of [
    '',
    'much',
    '$0',
    '5 M $',
    '$1, $2',
    '1k, 2k',
    '1, 2k, 3',
    'tokens',
    '$5k',
    '-5',
    'NaN tokens',
    '0 tokens',
  ]) {
    expect(amountsIn(text), text).toBeNull();
  }
  for (const text of ['$20', '500000 tokens', '$0.5, 7 tokens']) {
    const read = amountsIn(text);
    expect(read === null ? null : amountsSetting(read)).toBe(text);
  }
  expect(budget('lots')).toMatchObject({ code: 'bad-budget' });
});
