import type { PricedUsage, UsageSum } from '../../protocol/usage.ts';

/** The sum of one attempt alone. */
export function sumOf(usage: PricedUsage): UsageSum {
  const { inputTokens, cachedTokens, outputTokens, costMicros, costBy } = usage;
  return {
    inputTokens,
    cachedTokens,
    outputTokens,
    costMicros,
    reckonedMicros: costBy === 'prices' ? (costMicros ?? 0) : 0,
    unpricedAttempts: costMicros === null ? 1 : 0,
  };
}

/** Sums together; null: there is nothing to add. */
export function totalUsage(sums: readonly UsageSum[]): UsageSum | null {
  const [first, ...others] = sums;
  return first === undefined ? null : others.reduce(plus, first);
}

function plus(one: UsageSum, other: UsageSum): UsageSum {
  const isKnown = one.costMicros !== null || other.costMicros !== null;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costMicros: isKnown ? (one.costMicros ?? 0) + (other.costMicros ?? 0) : null,
    reckonedMicros: one.reckonedMicros + other.reckonedMicros,
    unpricedAttempts: one.unpricedAttempts + other.unpricedAttempts,
  };
}
