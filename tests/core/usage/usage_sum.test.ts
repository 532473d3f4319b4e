import { describe, expect, it } from 'vitest';
import { pricedUsage } from '../../../src/core/usage/priced_usage.ts';
import { PRICES, PRICES_AS_OF } from '../../../src/core/usage/prices.ts';
import { sumOf, totalUsage } from '../../../src/core/usage/usage_sum.ts';
import { reckonedMicros } from '../../../src/pricing/reckoned_micros.ts';
import { Price } from '../../../src/protocol/usage.ts';
import fc from '../../support/fast_check.ts';

const usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0, costMicros: null, model: 'gpt-5.5' };

describe('the cost of usage', () => {
  it('is what the agent says, else what the table says, else unknown', () => {
    expect(pricedUsage({ ...usage, costMicros: 7 }, [])).toMatchObject({ costMicros: 7, costBy: 'agent' });
    expect(pricedUsage(usage, [])).toMatchObject({ costMicros: 5_000_000, costBy: 'prices' });
    expect(pricedUsage({ ...usage, model: 'a-model-of-our-own' }, [])).toMatchObject({
      costMicros: null,
      costBy: null,
    });
  });

  it("goes by the repository's own prices before those of the table", () => {
    const own = [{ model: 'gpt-5.5', input: 1, cached: 1, output: 1 }];
    expect(pricedUsage(usage, own)).toMatchObject({ costMicros: 1_000_000, costBy: 'prices' });
  });
});

describe('the table of prices', () => {
  it('has a day, rows that can be read, and none that another before it hides', () => {
    expect(Date.parse(PRICES_AS_OF)).toBeGreaterThan(0);
    for (const [index, row] of PRICES.entries()) {
      expect(Price.parse(row)).toEqual(row);
      const name = row.model.replace('*', '');
      expect(reckonedMicros({ ...usage, model: name }, PRICES.slice(0, index)), name).toBeNull();
    }
  });
});

describe('what attempts have used together', () => {
  const known = (costMicros: number) => sumOf(pricedUsage({ ...usage, costMicros }, []));
  const unknown = sumOf(pricedUsage({ ...usage, model: null }, []));

  it('says how much of the cost was reckoned, and of how many attempts none is known', () => {
    const reckoned = sumOf(pricedUsage(usage, []));
    expect(totalUsage([known(100), unknown, reckoned])).toMatchObject({
      inputTokens: 3_000_000,
      costMicros: 5_000_100,
      reckonedMicros: 5_000_000,
      unpricedAttempts: 1,
    });
  });

  it('has no cost where none is known, which is not nothing', () => {
    expect(totalUsage([unknown, unknown])).toMatchObject({ costMicros: null, unpricedAttempts: 2 });
    expect(totalUsage([])).toBeNull();
  });

  it('is exact, however many there are and in whichever order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000_000 }), { minLength: 1 }), (costs) => {
        const sum = totalUsage(costs.map(known))?.costMicros;
        expect(sum).toBe(totalUsage(costs.toReversed().map(known))?.costMicros);
        expect(sum).toBe(Number(costs.reduce((all, cost) => all + BigInt(cost), 0n)));
      }),
    );
  });
});
