import type { World } from '../world.ts';

const hourMs = 3_600_000;
const hourlyLimit = 5_000;

/** Requests of this hour by credential. */
export type RateLimits = Map<string, { used: number; resetAt: number }>;

/** Counts a request and says what is left, as each answer of GitHub does. */
export function rateHeaders(limits: RateLimits, world: World, credential: string | null): Record<string, string> {
  const { used, resetAt } = count(limits, world, credential ?? '', 1);
  return {
    'x-ratelimit-limit': `${hourlyLimit}`,
    'x-ratelimit-remaining': `${Math.max(hourlyLimit - used, 0)}`,
    'x-ratelimit-used': `${used}`,
    'x-ratelimit-reset': `${Math.ceil(resetAt / 1000)}`,
    'x-ratelimit-resource': 'core',
  };
}

/** The same as the rate limit endpoint shows it, without counting. */
export function renderRate(limits: RateLimits, world: World, credential: string | null): Record<string, number> {
  const { used, resetAt } = count(limits, world, credential ?? '', 0);
  return { limit: hourlyLimit, used, remaining: Math.max(hourlyLimit - used, 0), reset: Math.ceil(resetAt / 1000) };
}

function count(limits: RateLimits, world: World, credential: string, by: number): { used: number; resetAt: number } {
  const known = limits.get(credential);
  const entry = known !== undefined && known.resetAt > world.now() ? known : { used: 0, resetAt: world.now() + hourMs };
  entry.used += by;
  limits.set(credential, entry);
  return entry;
}
