import { Hono } from 'hono';
import { Refusal } from '../core/refusal.ts';
import { tick } from '../service/chores/tick.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { LeaseWaiters } from '../service/runners/lease_waiters.ts';
import { bearer, runnerBearer } from './authentication.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { operatorApi } from './operator_api.ts';
import { problemOf } from './problem.ts';
import { runnerApi } from './runner_api.ts';
import { webhooks } from './webhooks.ts';

/** Who may come in. An empty list lets nobody in, but runners with a token that `planwright token` made. */
export type Tokens = {
  readonly runner: readonly string[];
  readonly operator: readonly string[];
  readonly tick: readonly string[];
};

/**
 * All routes of the service. `app.request` serves them without a network.
 *
 * @param trustedProxies how many stand in front and tell by `X-Forwarded-For` whom they were asked by
 */
export function createApp(deps: ServiceDependencies, tokens: Tokens, trustedProxies = 0) {
  const door = new Doorkeeper(deps.clock, trustedProxies);
  const app = new Hono()
    .get('/healthz', (context) => context.json({ ok: true, version: deps.version }))
    .get('/readyz', async (context) => {
      await deps.store.ping();
      return context.json({ ok: true });
    })
    .post('/api/tick', bearer(deps, door, tokens.tick, 'tick secret'), async (context) =>
      context.json(await tick(deps)),
    )
    .route('/api/github/webhooks', webhooks(deps, door))
    .route('/api/runner/v1', runnerApi(deps, new LeaseWaiters(deps), runnerBearer(deps, door, tokens.runner)))
    .route('/api/v1', operatorApi(deps, bearer(deps, door, tokens.operator, 'operator token')));
  app.notFound(() => {
    throw new Refusal('not_found', 'There is nothing at this address.');
  });
  app.onError(problemOf(deps.log));
  return app;
}

/** The service's routes with their types, for the client. */
export type App = ReturnType<typeof createApp>;
