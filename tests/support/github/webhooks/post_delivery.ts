import { createHmac } from 'node:crypto';
import type { Delivery } from './delivery.ts';

/** GitHub gives a receiver this long. */
const answerTimeoutMs = 10_000;

/** Where webhooks go and how they are signed. */
export type Receiver = { readonly url: string; readonly secret: string; readonly appId: number };

/** The headers that GitHub sends with a delivery. */
export function deliveryHeaders(
  delivery: Delivery,
  receiver: Pick<Receiver, 'secret' | 'appId'>,
): Record<string, string> {
  const sign = (hash: string) => createHmac(hash, receiver.secret).update(delivery.payload).digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/stand-in',
    'x-github-event': delivery.event,
    'x-github-delivery': delivery.guid,
    'x-github-hook-id': `${receiver.appId + 1}`,
    'x-github-hook-installation-target-id': `${receiver.appId}`,
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  };
}

/** Posts it; returns what the receiver answered, or 0 if it did not. */
export async function postDelivery(
  delivery: Delivery,
  receiver: Receiver,
): Promise<{ readonly statusCode: number; readonly status: string }> {
  try {
    const response = await fetch(receiver.url, {
      method: 'POST',
      headers: deliveryHeaders(delivery, receiver),
      body: delivery.payload,
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    await response.arrayBuffer();
    return { statusCode: response.status, status: response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}` };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { statusCode: 0, status: timedOut ? 'timed out' : 'failed to connect to host' };
  }
}
