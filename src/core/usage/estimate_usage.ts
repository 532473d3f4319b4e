import type { UsageHistory, UsageOf, UsageSample } from './usage_history.ts';

/** What half of the attempts stay within: a quarter used less than `low`, a quarter more than `high`. */
export type Spread = { readonly low: number; readonly median: number; readonly high: number; readonly from: number };

/** What one attempt is likely to use; null: of that nothing is known. `from` says of how many attempts. */
export type UsageEstimate = {
  readonly costMicros: Spread | null;
  readonly tokens: Spread | null;
  readonly durationMs: Spread | null;
};

/** What several attempts are likely to use together; `unknown`: how many of them have no history of that kind. */
export type UsageForecast = {
  readonly costMicros: Forecast;
  readonly tokens: Forecast;
};

type Forecast = { readonly low: number; readonly median: number; readonly high: number; readonly unknown: number };

/** What an attempt is likely to use, by those before it. */
export function estimateUsage(samples: readonly UsageSample[]): UsageEstimate {
  return {
    costMicros: spreadOf(samples.flatMap(({ costMicros }) => costMicros ?? [])),
    tokens: spreadOf(samples.map(({ tokens }) => tokens)),
    durationMs: spreadOf(samples.map(({ durationMs }) => durationMs)),
  };
}

/** The estimate for an agent in a role; of one without history nothing is known. */
export function estimateFor(histories: readonly UsageHistory[], { repository, agent, role }: UsageOf): UsageEstimate {
  const found = histories.find((one) => one.repository === repository && one.agent === agent && one.role === role);
  return estimateUsage(found?.samples ?? []);
}

/** Estimates of attempts, summed: what a plan is likely to use where every task succeeds at once. */
export function forecastUsage(estimates: readonly UsageEstimate[]): UsageForecast {
  return {
    costMicros: summed(estimates.map(({ costMicros }) => costMicros)),
    tokens: summed(estimates.map(({ tokens }) => tokens)),
  };
}

function summed(spreads: readonly (Spread | null)[]): Forecast {
  const known = spreads.filter((spread) => spread !== null);
  const sum = (name: 'low' | 'median' | 'high') => known.reduce((total, spread) => total + spread[name], 0);
  return { low: sum('low'), median: sum('median'), high: sum('high'), unknown: spreads.length - known.length };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { low: at(0.25), median: at(0.5), high: at(0.75), from: sorted.length };
}
