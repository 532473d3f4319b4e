import { z } from 'zod';
import { type AppIdentity, anonymousClient, appClient, type GitHubAddress } from '../clients/app_client.ts';
import { UnexpectedAnswerError } from '../clients/github_error.ts';

/** An App that GitHub has just made, with secrets that it shows only once. */
export type RegisteredApp = {
  readonly appId: number;
  readonly slug: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Its page on GitHub. */
  readonly htmlUrl: string;
  /** Login of the account that owns it. */
  readonly owner: string;
};

const Conversion = z.object({
  id: z.int().positive(),
  slug: z.string().min(1),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1).nullish(),
  html_url: z.url(),
  owner: z.object({ login: z.string().min(1).optional(), slug: z.string().min(1).optional() }),
});

/**
 * Exchanges the code that GitHub handed the browser for the App and its secrets. A code works once and for an hour.
 * Where GitHub made no secret for the webhook, as for one that is not active, the App is given one.
 *
 * @param newSecret draws a secret that nobody can guess
 * @throws errors of `github_error.ts`; a refusal with status 404: the code was used, is too old or was never given
 */
export async function registerApp(
  address: GitHubAddress,
  code: string,
  newSecret: () => string,
): Promise<RegisteredApp> {
  const route = 'POST /app-manifests/{code}/conversions';
  const { data } = await anonymousClient(address).request(route, { code });
  const made = Conversion.safeParse(data);
  const owner = made.data?.owner.login ?? made.data?.owner.slug;
  if (made.data === undefined || owner === undefined) {
    throw new UnexpectedAnswerError(route, 'an App was made, but not all about it is told');
  }
  const { id: appId, slug, pem: privateKey, html_url: htmlUrl, webhook_secret: secret } = made.data;
  const webhookSecret = secret ?? newSecret();
  // The code is spent: whatever happens now, the key must reach the caller. `doctor` tells of a secret that was not taken.
  if (!secret) await setSecret(address, { appId, privateKey }, webhookSecret).catch(() => undefined);
  return { appId, slug, privateKey, webhookSecret, htmlUrl, owner };
}

async function setSecret(address: GitHubAddress, app: AppIdentity, secret: string): Promise<void> {
  await appClient(address, app).request('PATCH /app/hook/config', { secret, content_type: 'json' });
}
