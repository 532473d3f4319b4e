import { isUtf8 } from 'node:buffer';
import { Probot } from 'probot';
import type { AppIdentity } from '../clients/app_client.ts';

/**
 * Checks signatures as Probot does: HMAC-SHA-256 over the body as it came, compared in constant time. Probot takes text, of
 * which it hashes the UTF-8: those are the very bytes only where the bytes are UTF-8, so nothing else is handed to it.
 */
export async function createVerifier(
  identity: AppIdentity & { readonly webhookSecret: string },
): Promise<(body: Uint8Array, signature: string) => Promise<string | null>> {
  const { appId, privateKey, webhookSecret: secret } = identity;
  const probot = new Probot({ appId, privateKey, secret, logLevel: 'fatal', logFormat: 'json' });
  await probot.ready();
  return async (body, signature) => {
    if (signature === '' || body.length === 0 || !isUtf8(body)) return null;
    // A buffer keeps the byte order mark, which decoders for the web leave out.
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    return (await probot.webhooks.verify(text, signature).catch(() => false)) ? text : null;
  };
}
