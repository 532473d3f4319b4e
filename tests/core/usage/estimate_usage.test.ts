import { expect, test } from 'vitest';
import { estimateFor, estimateUsage, forecastUsage } from '../../../src/core/usage/estimate_usage.ts';

const samples = [40, 10, 20, 30, 1_000].map((costMicros) => ({
  costMicros,
  tokens: 2 * costMicros,
  durationMs: 3 * costMicros,
}));
const history = { repository: 'r', agent: 'claude', role: 'coder', samples };

test('an estimate is the median, with what half of the attempts stay within, whatever one of them used', () => {
  expect(estimateUsage(samples)).toEqual({
    costMicros: { low: 20, median: 30, high: 40, from: 5 },
    tokens: { low: 40, median: 60, high: 80, from: 5 },
    durationMs: { low: 60, median: 90, high: 120, from: 5 },
  });
  expect(estimateUsage(samples.slice(0, 1)).costMicros).toEqual({ low: 40, median: 40, high: 40, from: 1 });
});

test('attempts of which nobody knows what they cost count by their tokens alone', () => {
  const unpriced = samples.map((sample) => ({ ...sample, costMicros: null }));
  expect(estimateUsage(unpriced)).toMatchObject({ costMicros: null, tokens: { median: 60, from: 5 } });
  expect(estimateUsage([...unpriced, { costMicros: 7, tokens: 1, durationMs: 1 }]).costMicros).toMatchObject({
    median: 7,
    from: 1,
  });
});

test('an agent without history has no estimate, and a sum says how many of those it is without', () => {
  expect(estimateFor([history], { ...history, role: 'reviewer' })).toEqual({
    costMicros: null,
    tokens: null,
    durationMs: null,
  });
  const known = estimateFor([history], history);
  expect(forecastUsage([known, known, estimateUsage([])])).toEqual({
    costMicros: { low: 40, median: 60, high: 80, unknown: 1 },
    tokens: { low: 80, median: 120, high: 160, unknown: 1 },
  });
});
