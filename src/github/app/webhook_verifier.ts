import { Probot } from 'probot';
import type { AppIdentity } from '../clients/app_client.ts';

/** Checks signatures as Probot does: HMAC-SHA-256 over the body as it came, compared in constant time. */
export async function createVerifier(
  identity: AppIdentity & { readonly webhookSecret: string },
): Promise<(body: string, signature: string) => Promise<boolean>> {
  const { appId, privateKey, webhookSecret: secret } = identity;
  const probot = new Probot({ appId, privateKey, secret, logLevel: 'fatal', logFormat: 'json' });
  await probot.ready();
  return async (body, signature) => {
    if (signature === '' || body === '') return false;
    return await probot.webhooks.verify(body, signature).catch(() => false);
  };
}
