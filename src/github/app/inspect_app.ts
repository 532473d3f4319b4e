import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { isRefusal, UnexpectedAnswerError } from '../clients/github_error.ts';

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

/** Looks at the App from GitHub's side. Everything throws errors of `github_error.ts`, and `NotNowError`. */
export type AppInspector = {
  readonly app: () => Promise<AppFacts>;
  readonly installations: () => Promise<readonly InstallationFacts[]>;
  readonly hook: () => Promise<HookFacts>;
  /** The newest hundred tries, newest first; GitHub keeps them for three days. */
  readonly deliveries: () => Promise<readonly DeliveryFacts[]>;
};

/**
 * Reads what GitHub knows about the App, and changes nothing.
 *
 * @param client acts as the App
 */
export function inspectApp(client: Octokit): AppInspector {
  return {
    app: () => app(client),
    installations: () => installations(client),
    hook: () => hook(client),
    deliveries: () => deliveries(client),
  };
}

/** What GitHub says "not found" to. */
const NO_HOOK: HookFacts = { url: undefined, contentType: undefined, verifiesCertificate: true };

async function app(client: Octokit): Promise<AppFacts> {
  const { data } = await client.request('GET /app');
  const { slug, html_url, owner, permissions, events } = read(App, data, 'GET /app');
  return { slug, htmlUrl: html_url, owner: owner.login ?? owner.slug ?? '', permissions, events };
}

async function hook(client: Octokit): Promise<HookFacts> {
  const found = await orNothing(client.request('GET /app/hook/config'));
  if (found === undefined) return NO_HOOK;
  const { url, content_type, insecure_ssl } = read(Hook, found.data, 'GET /app/hook/config');
  return { url, contentType: content_type, verifiesCertificate: String(insecure_ssl ?? '0') === '0' };
}

async function installations(client: Octokit): Promise<readonly InstallationFacts[]> {
  const data = await client.paginate('GET /app/installations', { per_page: 100 });
  return read(z.array(Installation), data, 'GET /app/installations').map(
    ({ account, html_url, permissions, suspended_at }) => ({
      account: account?.login ?? account?.slug ?? 'an unknown account',
      htmlUrl: html_url,
      suspended: typeof suspended_at === 'string',
      permissions,
    }),
  );
}

async function deliveries(client: Octokit): Promise<readonly DeliveryFacts[]> {
  const found = await orNothing(client.request('GET /app/hook/deliveries', { per_page: 100 }));
  return found === undefined ? [] : read(z.array(Delivery), found.data, 'GET /app/hook/deliveries').map(deliveryFacts);
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

async function orNothing<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}

function read<Facts>(schema: z.ZodType<Facts>, data: unknown, route: string): Facts {
  const { data: facts, error } = schema.safeParse(data);
  if (error === undefined) return facts;
  const fields = [...new Set(error.issues.map((issue) => issue.path.join('.')))].slice(0, 3).join(', ');
  throw new UnexpectedAnswerError(route, fields, error);
}
