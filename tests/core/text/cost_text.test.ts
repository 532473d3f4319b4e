import { describe, expect, it } from 'vitest';
import { usedOfText } from '../../../src/core/text/budget_text.ts';
import { costText, tokensText } from '../../../src/core/text/cost_text.ts';

const sum = {
  inputTokens: 1_234_567,
  cachedTokens: 900_000,
  outputTokens: 400,
  costMicros: 840_000,
  reckonedMicros: 0,
  unpricedAttempts: 0,
};

describe('what attempts cost, in words', () => {
  it('says how sure it is', () => {
    expect(costText(sum)).toBe('0.84 $');
    expect(costText({ ...sum, reckonedMicros: 1 })).toBe('about 0.84 $');
    expect(costText({ ...sum, reckonedMicros: 1, unpricedAttempts: 1 })).toBe('at least 0.84 $');
  });

  it('does not say about, or at least, of what is under a cent', () => {
    const little = { ...sum, costMicros: 4_999 };
    expect(costText({ ...little, reckonedMicros: 4_999 })).toBe('under 0.01 $');
    expect(costText({ ...little, costMicros: 5_000, reckonedMicros: 1 })).toBe('about 0.01 $');
    expect(costText({ ...little, unpricedAttempts: 1 })).toBeNull();
    expect(costText({ ...little, costMicros: 0, reckonedMicros: 0 })).toBe('0.00 $');
  });

  it('is nothing where nothing is known', () => {
    expect(costText(null)).toBeNull();
    expect(costText({ ...sum, costMicros: null, unpricedAttempts: 1 })).toBeNull();
  });
});

describe('tokens in words', () => {
  it('are rounded, those from the cache apart', () => {
    expect(tokensText(sum)).toBe('1.2 M tokens read (900 k from cache), 400 written');
    expect(tokensText({ inputTokens: 999, cachedTokens: 0, outputTokens: 999_600 })).toBe(
      '999 tokens read, 999 k written',
    );
  });

  it('are never all of something that is not used up', () => {
    expect(usedOfText({ costMicros: null, tokens: 4_500 }, { costMicros: null, tokens: 5_000 })).toBe(
      '4.5 k of 5 k tokens',
    );
    expect(usedOfText({ costMicros: null, tokens: 99_960 }, { costMicros: null, tokens: 100_000 })).toBe(
      '99 k of 100 k tokens',
    );
    expect(usedOfText({ costMicros: null, tokens: 1_990_000 }, { costMicros: null, tokens: 2_000_000 })).toBe(
      '1.9 M of 2.0 M tokens',
    );
  });
});
