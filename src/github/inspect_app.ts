import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type AppIdentity, appClient } from './app_client.ts';
import { AppRequestError, toAppRequestError } from './app_request_error.ts';

const Account = z.object({ login: z.string().optional(), slug: z.string().optional() });
const Permissions = z.record(z.string(), z.string());

const App = z.object({
  slug: z.string(),
  html_url: z.string(),
  owner: Account,
  permissions: Permissions,
  events: z.array(z.string()),
});
const Installation = z.object({
  account: Account.nullable(),
  html_url: z.string(),
  permissions: Permissions,
  repository_selection: z.string().optional(),
  suspended_at: z.string().nullish(),
});
const Hook = z.object({
  url: z.string().optional(),
  content_type: z.string().optional(),
  insecure_ssl: z.union([z.string(), z.number()]).optional(),
});
const Delivery = z.object({
  guid: z.string(),
  delivered_at: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  status: z.string(),
  status_code: z.int(),
});

/** An App as GitHub has it. Permissions map a name to `read`, `write` or `admin`. */
export type AppFacts = {
  readonly slug: string;
  readonly htmlUrl: string;
  readonly owner: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
};

/** An account that has installed the App. Its permissions are those that its admins have consented to. */
export type InstallationFacts = {
  readonly account: string;
  readonly htmlUrl: string;
  readonly suspended: boolean;
  readonly permissions: Readonly<Record<string, string>>;
};

/** Where GitHub sends webhooks. Whether it does so, the switch "Active", its API does not tell. */
export type HookFacts = {
  readonly url: string | undefined;
  readonly contentType: string | undefined;
  /** False: GitHub does not look at the certificate of whom it sends to. */
  readonly verifiesCertificate: boolean;
};

/** One webhook that GitHub has tried to deliver. */
export type DeliveryFacts = {
  /** The same for all tries of one webhook. */
  readonly guid: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Event and action: `issues.labeled`. */
  readonly name: string;
  readonly delivered: boolean;
  /** What it was answered with, in GitHub's words, and the HTTP status; 0: no answer. */
  readonly status: string;
  readonly statusCode: number;
};

/** Looks at the App from GitHub's side. Everything throws AppRequestError. */
export type AppInspector = {
  readonly app: () => Promise<AppFacts>;
  readonly installations: () => Promise<readonly InstallationFacts[]>;
  readonly hook: () => Promise<HookFacts>;
  /** The newest hundred tries, newest first; GitHub keeps them for three days. */
  readonly deliveries: () => Promise<readonly DeliveryFacts[]>;
};

/** Reads what GitHub knows about the App, and changes nothing. */
export function inspectApp(identity: AppIdentity): AppInspector {
  const client = appClient(identity);
  return {
    app: () => asking(async () => appFacts(App.parse((await client.request('GET /app')).data))),
    installations: () => asking(() => installations(client)),
    hook: () => asking(() => hook(client), NO_HOOK),
    deliveries: () =>
      asking(async () => {
        const { data } = await client.request('GET /app/hook/deliveries', { per_page: 100 });
        return z.array(Delivery).parse(data).map(deliveryFacts);
      }, []),
  };
}

/** What GitHub says "not found" to. */
const NO_HOOK: HookFacts = { url: undefined, contentType: undefined, verifiesCertificate: true };

async function hook(client: Octokit): Promise<HookFacts> {
  const { url, content_type, insecure_ssl } = Hook.parse((await client.request('GET /app/hook/config')).data);
  return { url, contentType: content_type, verifiesCertificate: String(insecure_ssl ?? '0') === '0' };
}

async function installations(client: Octokit): Promise<readonly InstallationFacts[]> {
  const found = z.array(Installation).parse(await client.paginate('GET /app/installations', { per_page: 100 }));
  return found.map(({ account, html_url, permissions, suspended_at }) => ({
    account: account?.login ?? account?.slug ?? 'an unknown account',
    htmlUrl: html_url,
    suspended: typeof suspended_at === 'string',
    permissions,
  }));
}

function appFacts({ slug, html_url, owner, permissions, events }: z.infer<typeof App>): AppFacts {
  return { slug, htmlUrl: html_url, owner: owner.login ?? owner.slug ?? '', permissions, events };
}

function deliveryFacts({ guid, delivered_at, event, action, status, status_code }: z.infer<typeof Delivery>) {
  return {
    guid,
    at: Date.parse(delivered_at),
    name: action === null ? event : `${event}.${action}`,
    delivered: status_code >= 200 && status_code < 300,
    status,
    statusCode: status_code,
  };
}

/** @param nothing the answer where there is nothing at that address; left out, that is an error */
async function asking<Answer>(ask: () => Promise<Answer>, nothing?: Answer): Promise<Answer> {
  try {
    return await ask();
  } catch (thrown) {
    const error = thrown instanceof z.ZodError ? undocumented(thrown) : toAppRequestError(thrown);
    if (nothing !== undefined && error instanceof AppRequestError && error.status === 404) return nothing;
    throw error;
  }
}

function undocumented(error: z.ZodError): AppRequestError {
  const fields = [...new Set(error.issues.map((issue) => issue.path.join('.')))].slice(0, 3).join(', ');
  return new AppRequestError('github_refused', 200, `GitHub's answer is not what it documents (${fields}).`, error);
}
