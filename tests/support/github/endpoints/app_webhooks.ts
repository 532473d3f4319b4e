import { notFound } from '../api_error.ts';
import { appEndpoint, type Call, created, type Endpoint, ok } from '../http/endpoint.ts';
import { pageAsked } from '../http/paging.ts';
import { renderApp } from '../render/app.ts';
import type { Delivery } from '../webhooks/delivery.ts';
import { deliveryHeaders } from '../webhooks/post_delivery.ts';
import { timestamp } from '../world.ts';

/** GitHub forgets deliveries after three days. */
const rememberedMs = 3 * 24 * 3_600_000;

type HookConfig = { readonly url?: string; readonly secret?: string };

/** The app's webhook: where it goes, what was delivered, and once more. */
export function appWebhookEndpoints(secret: { value: string }): readonly Endpoint[] {
  const config = ({ webhooks }: Call) =>
    ok({ content_type: 'json', insecure_ssl: '0', secret: '********', url: webhooks.url ?? '' });
  return [
    appEndpoint('apps/get-webhook-config-for-app', config),
    appEndpoint<HookConfig>('apps/update-webhook-config-for-app', (call) => {
      if (call.body.url !== undefined) call.webhooks.url = call.body.url;
      if (call.body.secret !== undefined) secret.value = call.body.secret;
      return config(call);
    }),
    appEndpoint('apps/list-webhook-deliveries', listDeliveries),
    appEndpoint('apps/get-webhook-delivery', (call) => {
      const delivery = findDelivery(call);
      const headers = deliveryHeaders(delivery, { secret: secret.value, appId: call.world.app.id });
      return ok({
        ...renderDelivery(delivery),
        url: call.webhooks.url ?? '',
        request: { headers, payload: JSON.parse(delivery.payload) },
        response: { headers: {}, payload: '' },
      });
    }),
    appEndpoint('apps/redeliver-webhook-delivery', (call) => {
      call.webhooks.redeliver(findDelivery(call));
      return { status: 202, body: {} };
    }),
    appEndpoint('apps/create-from-manifest', ({ world, path }) => {
      if (!world.state.manifestCodes.delete(path.code ?? '')) throw notFound();
      const { installations_count: _, ...app } = renderApp(world);
      return created({
        ...app,
        client_secret: 'client-secret',
        webhook_secret: secret.value,
        pem: world.app.privateKey,
      });
    }),
  ];
}

function findDelivery({ webhooks, path }: Call): Delivery {
  const delivery = webhooks.deliveries.find(({ id }) => id === Number(path.delivery_id));
  if (delivery === undefined) throw notFound();
  return delivery;
}

/** Newest first; the cursor names the delivery after which the next page begins. */
function listDeliveries(call: Call) {
  const { size } = pageAsked(call);
  const cursor = call.query.get('cursor');
  const status = call.query.get('status');
  const since = call.world.now() - rememberedMs;
  const fits = ({ statusCode, deliveredAt }: Delivery) =>
    deliveredAt >= since && (status === null || (status === 'success') === (statusCode >= 200 && statusCode < 400));
  const newestFirst = call.webhooks.deliveries.toReversed();
  const after = cursor === null ? 0 : newestFirst.findIndex(({ id }) => `v1_${id}` === cursor) + 1;
  const rest = newestFirst.slice(after).filter(fits);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  if (last === undefined || rest.length <= size) return ok(shown.map(renderDelivery));
  const next = new URL(call.url);
  next.searchParams.set('cursor', `v1_${last.id}`);
  return ok(shown.map(renderDelivery), { link: `<${next.href}>; rel="next"` });
}

function renderDelivery(delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timestamp(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: 0.01,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
