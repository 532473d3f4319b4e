import { type Endpoint, ok, tokenEndpoint } from '../http/endpoint.ts';
import { type RateLimits, renderRate } from '../http/rate_limits.ts';

/** What is left of the hour. */
export function rateLimitEndpoint(limits: RateLimits): Endpoint {
  return tokenEndpoint('rate-limit/get', ({ world, authorization }) => {
    const core = renderRate(limits, world, authorization);
    const rest = { limit: 5_000, used: 0, remaining: 5_000, reset: core.reset };
    return ok({ resources: { core, graphql: rest, search: rest }, rate: core });
  });
}
