import { createHash } from 'node:crypto';
import type { Account, Permissions, Repository, State } from './state.ts';

/** The app that all installations are of. */
export type AppIdentity = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
  readonly clientId: string;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** PEM. */
  readonly publicKey: string;
  readonly permissions: Permissions;
  /** Webhook events it subscribed to. */
  readonly events: readonly string[];
};

/** What handlers and actions share: the records, the app, the clock and the way out for webhooks. */
export type World = {
  readonly state: State;
  readonly app: AppIdentity;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: () => string;
  /** A new id, unique over all kinds. */
  readonly nextId: () => number;
  /** Sends a webhook about a repository, if the app is installed there and subscribed. */
  readonly emit: Emit;
  /** One after another for the same repository: nothing else changes its git repository meanwhile. */
  readonly alone: <Result>(repository: Repository, work: () => Promise<Result>) => Promise<Result>;
  /** Whether a pull request's mergeability is unknown (`null`) the first time that somebody asks, as on GitHub. */
  readonly mergeability: 'immediate' | 'lazy';
};

/** `payload` without installation, repository, organization and sender, which are added. */
export type Emit = (
  event: string,
  repository: Repository,
  sender: string,
  payload: Readonly<Record<string, unknown>>,
) => void;

/** Base of the REST API. */
export function apiUrl(world: World): string {
  return `${world.origin()}/api/v3`;
}

/** The login under which the app writes. */
export function botLogin(app: Pick<AppIdentity, 'slug'>): string {
  return `${app.slug}[bot]`;
}

/** The account of that login; whoever is not known yet is a user from now on. */
export function accountOf(world: Pick<World, 'state'>, login: string): Account {
  return addAccount(world, login, login.endsWith('[bot]') ? 'Bot' : 'User');
}

/** Makes an account unless there is one; ids follow from the login, so that they are the same in each test. */
export function addAccount(world: Pick<World, 'state'>, login: string, type: Account['type']): Account {
  const key = login.toLowerCase();
  const known = world.state.accounts.get(key);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(key).digest().readUIntBE(0, 4) + 1_000_000;
  const account = { id, login, type };
  world.state.accounts.set(key, account);
  return account;
}

/** Time as GitHub writes it, in whole seconds. */
export function timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The same, or null. */
export function timestampOrNull(time: number | null): string | null {
  return time === null ? null : timestamp(time);
}

/** The id that GraphQL knows a thing by. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`;
}
