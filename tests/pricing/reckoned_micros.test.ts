import { describe, expect, it } from 'vitest';
import { reckonedMicros } from '../../src/pricing/reckoned_micros.ts';

const price = (model: string, input: number, cached: number, output: number) => ({ model, input, cached, output });
const used = (model: string | null, inputTokens = 1_000_000, cachedTokens = 0, outputTokens = 0) => ({
  model,
  inputTokens,
  cachedTokens,
  outputTokens,
});

describe('what usage costs by a table of prices', () => {
  it('is what was read, what the cache held and what was written, each by its price, in whole millionths', () => {
    const prices = [price('gpt-5', 1.25, 0.125, 10)];
    expect(reckonedMicros(used('gpt-5', 1_000_000, 400_000, 20_000), prices)).toBe(750_000 + 50_000 + 200_000);
    // Never rounded down to nothing.
    expect(reckonedMicros(used('gpt-5', 1), prices)).toBe(2);
  });

  it('is not known of a model that is not in it, or that nobody named', () => {
    const prices = [price('gpt-5', 1, 1, 1)];
    expect(reckonedMicros(used('gpt-5-mini'), prices)).toBeNull();
    expect(reckonedMicros(used('my-gpt-5'), prices)).toBeNull();
    expect(reckonedMicros(used(null), prices)).toBeNull();
  });

  it('goes by the first row that fits, case and the prefix of a provider aside', () => {
    const prices = [
      price('gpt-5*mini', 1, 0, 0),
      price('gpt-5*', 2, 0, 0),
      price('azure/*', 3, 0, 0),
      price('*', 4, 0, 0),
    ];
    const costs = ['gpt-5-mini', 'GPT-5.1-Mini', 'gpt-5', 'openai/gpt-5', 'azure/x', 'else'].map(
      (model) => (reckonedMicros(used(model), prices) ?? 0) / 1_000_000,
    );
    expect(costs).toEqual([1, 1, 2, 2, 3, 4]);
    expect(reckonedMicros(used('ab'), [price('ab*b', 1, 1, 1)])).toBeNull();
  });

  it('is the same of every snapshot of a model, unless a row names its day', () => {
    const prices = [price('gpt-5-2026-01-02', 1, 0, 0), price('gpt-5', 2, 0, 0)];
    const cost = (model: string) => reckonedMicros(used(model), prices);
    expect([cost('gpt-5-2026-01-02'), cost('openai/gpt-5-2026-04-23'), cost('gpt-5-20260423')]).toEqual([
      1_000_000, 2_000_000, 2_000_000,
    ]);
    expect([cost('gpt-5-fast'), cost('gpt-5-2026'), cost('gpt-5-2026-04-23-fast')]).toEqual([null, null, null]);
  });
});
