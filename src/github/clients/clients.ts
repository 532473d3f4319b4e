import { Octokit } from '@octokit/rest';
import { type AppIdentity, appClient, type GitHubAddress, octokitOptions } from './app_client.ts';
import { asInstallation, type Send } from './as_installation.ts';
import { followingName } from './following_name.ts';
import { type InstallationTokens, installationTokens, type TokenScope } from './installation_tokens.ts';
import { type PacingOptions, type Patience, pacer } from './paced.ts';
import type { Permissions } from './permissions_of.ts';
import type { RepositoryPlace } from './repository_place.ts';

/** All that the GitHub side of a service needs to ask and to write. */
export type GitHubOptions = PacingOptions & GitHubAddress & AppIdentity;

/** Clients that act as the App or as an installation of it. Their errors are those of `github_error.ts`, and `NotNowError`. */
export type Clients = {
  /** Acts as the App itself: for what is about the App, and none of its installations. */
  readonly app: Octokit;
  readonly tokens: InstallationTokens;
  /** For all that goes by a repository's name: it notices that the repository has another one now. */
  readonly forRepository: (place: RepositoryPlace, permissions: Permissions) => Octokit;
  readonly forScope: (scope: TokenScope, patience?: Patience) => Octokit;
  readonly clock: { readonly now: () => number };
};

/**
 * Clients without retries and throttling of their own: a request that is repeated unseen is a comment that stands twice.
 * Their writes are paced and their tokens narrow.
 */
export function createClients(options: GitHubOptions): Clients {
  const { clock } = options;
  const paceOf = pacer(options);
  const app = appClient(options, options);
  const tokens = installationTokens(app, clock);
  // As a strategy of authentication it is next to the wire: a hook that comes later cannot change what is sent.
  const wrapped = (send: Send) => new Octokit({ ...octokitOptions(options), authStrategy: () => ({ hook: send }) });
  const sendAs = (scope: TokenScope, patience: Patience = 'a_while') =>
    asInstallation({ tokens, scope, pace: paceOf(scope.installation), patience, clock });
  return {
    app,
    tokens,
    clock,
    forScope: (scope, patience) => wrapped(sendAs(scope, patience)),
    forRepository: (place, permissions) => {
      const send = sendAs({ installation: place.installation, repository: place.id, permissions });
      return wrapped(followingName(place, send, () => nameOf(wrapped(send), place.id)));
    },
  };
}

/** What a repository is called today, `owner/name`. */
export async function nameOf(octokit: Octokit, id: number): Promise<string> {
  const { data } = await octokit.request('GET /repositories/{id}', { id });
  return String(data.full_name);
}
