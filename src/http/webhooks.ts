import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { Refusal } from '../core/refusal.ts';
import { receiveDelivery } from '../service/deliveries/receive_delivery.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import type { GitHubSide } from '../service/ports/github_side.ts';
import { bodyUpTo } from './body_up_to.ts';
import type { Doorkeeper } from './doorkeeper.ts';

/** GitHub sends at most 25 MB. */
const BODY_LIMIT_BYTES = 25 * 1024 * 1024;
/** What GitHub sends as names of events, signatures and ids of deliveries. */
const EVENT = /^[a-z_]{1,64}$/;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const DELIVERY = /^[A-Za-z0-9-]{1,100}$/;

/**
 * `POST /api/github/webhooks`. The signature is checked over the bytes as they came, before anything is read, and bytes that
 * are no UTF-8 are refused as one that does not fit; then the delivery is kept and answered, and only then processed.
 */
export function webhooks(deps: ServiceDependencies, door: Doorkeeper) {
  // What cannot be a signature costs no reading of what may be 25 MB.
  const mayBeSigned: MiddlewareHandler = async (context, next) => {
    requireGitHub(deps);
    if (!SIGNATURE.test(signatureOf(context))) door.refuseSignature(context);
    await next();
  };
  return new Hono().post('/', mayBeSigned, bodyUpTo(BODY_LIMIT_BYTES), async (context) => {
    const github = requireGitHub(deps);
    const body = await github.verify(new Uint8Array(await context.req.arrayBuffer()), signatureOf(context));
    if (body === null) return door.refuseSignature(context);
    const event = context.req.header('x-github-event') ?? '';
    const id = context.req.header('x-github-delivery') ?? '';
    if (!EVENT.test(event) || !DELIVERY.test(id)) {
      throw new Refusal('bad_request', 'X-GitHub-Event and X-GitHub-Delivery must name the event and the delivery.');
    }
    const found = await receiveDelivery(deps, github, { id, event, body });
    return context.json({ ok: true, delivery: found }, 202);
  });
}

function signatureOf(context: Context): string {
  return context.req.header('x-hub-signature-256') ?? '';
}

function requireGitHub({ github }: ServiceDependencies): GitHubSide {
  if (github === null) {
    throw new Refusal(
      'unavailable',
      'This service has no GitHub App. `planwright setup` makes one; APP_ID, PRIVATE_KEY and WEBHOOK_SECRET name one there is.',
    );
  }
  return github;
}
