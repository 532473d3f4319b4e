import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { asInstallation, inOurWords, type Send } from './as_installation.ts';
import { followingName } from './following_name.ts';
import { type InstallationTokens, installationTokens, type TokenScope } from './installation_tokens.ts';
import { type PacingOptions, pacer } from './paced.ts';
import type { Permissions } from './permissions_of.ts';
import type { RepositoryPlace } from './repository_place.ts';

/** All that the GitHub side of a service needs to write; nothing is read from the environment. */
export type GitHubOptions = PacingOptions & {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** Of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  /** Planwright's own, for the user agent. */
  readonly version: string;
  readonly fetch?: typeof fetch;
};

/** Clients that act as an installation of the App. Their errors are those of `github_error.ts`, and `NotNowError`. */
export type Clients = {
  readonly tokens: InstallationTokens;
  /** For all that goes by a repository's name: it notices that the repository has another one now. */
  readonly forRepository: (place: RepositoryPlace, permissions: Permissions) => Octokit;
  readonly forScope: (scope: TokenScope) => Octokit;
  readonly clock: { readonly now: () => number };
};

const REQUEST_TIMEOUT_MS = 10_000;

const nothing = () => undefined;
/** Octokit would write to the console, and requests with their headers to the debug log. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * Clients without retries and throttling of their own: a request that is repeated unseen is a comment that stands twice.
 * Their writes are paced and their tokens narrow.
 */
export function createClients(options: GitHubOptions): Clients {
  const { appId, privateKey, clock } = options;
  const paceOf = pacer(options);
  const app = new Octokit({ ...octokitOptions(options), authStrategy: createAppAuth, auth: { appId, privateKey } });
  app.hook.wrap('request', (request, parameters) => inOurWords(request, clock)(parameters));
  const tokens = installationTokens(app, clock);
  // As a strategy of authentication it is next to the wire: a hook that comes later cannot change what is sent.
  const wrapped = (send: Send) => new Octokit({ ...octokitOptions(options), authStrategy: () => ({ hook: send }) });
  const sendAs = (scope: TokenScope) => asInstallation({ tokens, scope, pace: paceOf(scope.installation), clock });
  return {
    tokens,
    clock,
    forScope: (scope) => wrapped(sendAs(scope)),
    forRepository: (place, permissions) => {
      const send = sendAs({ installation: place.installation, repository: place.id, permissions });
      return wrapped(followingName(place, send, () => nameOf(wrapped(send), place.id)));
    },
  };
}

/** What a repository is called today, `owner/name`. */
async function nameOf(octokit: Octokit, id: number): Promise<string> {
  const { data } = await octokit.request('GET /repositories/{id}', { id });
  return String(data.full_name);
}

function octokitOptions({ apiUrl, version, fetch: send = fetch }: GitHubOptions) {
  return {
    baseUrl: apiUrl,
    userAgent: `planwright/${version}`,
    log: silent,
    request: {
      fetch: (url: string, init: RequestInit) =>
        send(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
      // A redirected POST would arrive as a GET.
      redirect: 'manual' as const,
    },
  };
}
