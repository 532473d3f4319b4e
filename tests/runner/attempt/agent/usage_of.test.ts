import { describe, expect, it } from 'vitest';
import { usageOf } from '../../../../runner/attempt/agent/usage_of.ts';
import { Usage } from '../../../../src/protocol/usage.ts';

const used = { inputTokens: 100, cachedTokens: 40, outputTokens: 7, costUsd: 0.1 + 0.2 };

describe('what an agent has used, as it is reported', () => {
  it('is in whole tokens and millionths of a dollar', () => {
    expect(usageOf(used, 'sonnet')).toEqual({
      inputTokens: 100,
      cachedTokens: 40,
      outputTokens: 7,
      costMicros: 300_000,
      model: 'sonnet',
    });
  });

  it('is nothing where the agent said nothing', () => {
    expect(usageOf({ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null }, 'x')).toBeNull();
    expect(usageOf({ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: 0 }, 'x')).toBeNull();
    const none = { inputTokens: Number.NaN, cachedTokens: 0, outputTokens: -1, costUsd: null };
    expect(usageOf(none, 'x')).toBeNull();
  });

  it('has no cost where tokens are said to cost nothing: the agent knows no price', () => {
    expect(usageOf({ ...used, costUsd: 0 }, null)).toMatchObject({ costMicros: null, model: null });
  });

  it('can be sent whatever an agent counts', () => {
    const odd = { inputTokens: -3.5, cachedTokens: Number.NaN, outputTokens: 1.4, costUsd: 1 };
    expect(Usage.safeParse(usageOf(odd, 'm'.repeat(500))).success).toBe(true);
  });
});
