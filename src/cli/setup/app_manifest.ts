import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isLoopback } from '../../config/github_hosts.ts';

/** Where GitHub sends its webhooks, below the service's public address. */
export const WEBHOOK_ROUTE = '/api/github/webhooks';

/** GitHub tells every App of these without being asked, and refuses a manifest that asks for them. */
const UNASKED_EVENTS: readonly string[] = ['installation', 'installation_repositories'];

/** `app.yml`: what the App may do and is told of. */
export const AppManifest = z.strictObject({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});
/** `app.yml`, read. */
export type AppManifest = z.infer<typeof AppManifest>;

/** Reads `app.yml` of this package, in a checkout as in an installed one. */
export async function readAppManifest(): Promise<AppManifest> {
  const packageFile = findPackageJSON(import.meta.url);
  if (packageFile === undefined) throw new Error('Planwright is not in a package.');
  return AppManifest.parse(parse(await readFile(join(dirname(packageFile), 'app.yml'), 'utf8')));
}

/** The events of the manifest that an App has to ask for. */
export function eventsToAskFor(manifest: AppManifest): readonly string[] {
  return manifest.default_events.filter((event) => !UNASKED_EVENTS.includes(event));
}

/** Whether GitHub will send webhooks, and where to. */
export type Webhook =
  | { readonly state: 'active'; readonly url: string }
  /** `because`: to be read after "The webhook is not active: ". */
  | { readonly state: 'inactive'; readonly because: string };

/** The webhook of a service that is reached at `publicUrl`. */
export function webhookOf(publicUrl: string | undefined, webUrl: string): Webhook {
  if (publicUrl === undefined) return { state: 'inactive', because: 'the service has no public address yet' };
  if (isLoopback(new URL(publicUrl).hostname) && !isLoopback(new URL(webUrl).hostname)) {
    return { state: 'inactive', because: `GitHub cannot reach ${publicUrl}` };
  }
  return { state: 'active', url: `${publicUrl}${WEBHOOK_ROUTE}` };
}

/** What one App has of its own. */
export type AppDetails = {
  readonly name: string;
  readonly publicUrl: string | undefined;
  readonly webhook: Webhook;
  /** Where GitHub sends the browser back to. */
  readonly redirectUrl: string;
};

/** The manifest as GitHub takes it, for one App. */
export function manifestFor(manifest: AppManifest, { name, publicUrl, webhook, redirectUrl }: AppDetails) {
  const { description, url, default_permissions } = manifest;
  return {
    name,
    description,
    url: publicUrl ?? url,
    public: manifest.public,
    redirect_url: redirectUrl,
    hook_attributes:
      webhook.state === 'active'
        ? { url: webhook.url, active: true }
        : // GitHub wants an address in any case.
          { url: `${url}${WEBHOOK_ROUTE}`, active: false },
    default_permissions,
    default_events: eventsToAskFor(manifest),
  };
}
