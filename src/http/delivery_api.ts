import { Hono } from 'hono';
import { RetryDeliveriesRequest, type RetryDeliveriesResponse } from '../protocol/operator.ts';
import { retryDeliveries } from '../service/deliveries/retry_deliveries.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { validated } from './validated.ts';

/** `/api/v1/deliveries`: what was kept of webhooks. */
export function deliveryApi(deps: ServiceDependencies) {
  return new Hono().post('/retry', validated('json', RetryDeliveriesRequest), async (context) => {
    const { id } = context.req.valid('json');
    return context.json<RetryDeliveriesResponse>({ retried: await retryDeliveries(deps, id ?? null) });
  });
}
