import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { digestOf, type RunnerToken } from '../core/runner/runner_token.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { recogniseRunnerToken } from '../service/runners/recognise_runner_token.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { type Rate, RateLimit } from './rate_limit.ts';

/** What people, their tools and schedulers ask with one token from one address. */
const OPERATOR_REQUESTS: Rate = { burst: 2_000, everyMs: 5 };
/** Fifty busy runners may share a token and an address: each sends output, heartbeats and reports of many attempts. */
const RUNNER_REQUESTS: Rate = { burst: 10_000, everyMs: 1 };

/** What a handler of the runner API finds beside the request. */
export type RunnerCaller = {
  readonly Variables: {
    /** The token that the caller has; null: that of the service's environment. */
    readonly token: RunnerToken | null;
  };
};

/** Lets a request pass that carries one of the tokens as a bearer. */
export function bearer(
  { clock }: Pick<ServiceDependencies, 'clock'>,
  door: Doorkeeper,
  tokens: readonly string[],
  name: string,
): MiddlewareHandler {
  const isOne = comparison(tokens);
  const requests = new RateLimit(OPERATOR_REQUESTS, clock);
  return async (context, next) => {
    await door.admit(context, async (given) => isOne(given) || null, name, requests);
    await next();
  };
}

/** Lets a request pass that carries one of the tokens, or one that `planwright token` made. */
export function runnerBearer(
  deps: Pick<ServiceDependencies, 'store' | 'clock' | 'log'>,
  door: Doorkeeper,
  tokens: readonly string[],
): MiddlewareHandler<RunnerCaller> {
  const isOne = comparison(tokens);
  const requests = new RateLimit(RUNNER_REQUESTS, deps.clock);
  const prove = async (given: string): Promise<{ readonly token: RunnerToken | null } | null> => {
    if (isOne(given)) return { token: null };
    const token = await recogniseRunnerToken(deps, given);
    return token === null ? null : { token };
  };
  return async (context, next) => {
    const { token } = await door.admit(context, prove, 'runner token', requests);
    context.set('token', token);
    await next();
  };
}

/** Whether a text is one of the tokens, compared in constant time. */
function comparison(tokens: readonly string[]): (given: string) => boolean {
  const digest = (token: string) => Buffer.from(digestOf(token));
  const known = tokens.map(digest);
  return (given) => known.map((token) => timingSafeEqual(token, digest(given))).includes(true);
}
