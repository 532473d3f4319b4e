import type { Octokit } from '@octokit/rest';
import { GitHubRefusalError, isRefusal, NoAccessError } from './github_error.ts';
import type { Permissions } from './permissions_of.ts';

/** What a token is for: no more than these permissions, and one repository. */
export type TokenScope = {
  readonly installation: number;
  /** GitHub's id of the repository; null: all that the installation reaches. */
  readonly repository: number | null;
  readonly permissions: Permissions;
};

/** A token of an installation. */
export type InstallationToken = {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** Gives out installation tokens; it keeps them in memory and nowhere else. */
export type InstallationTokens = {
  /** A token that is good for at least `remainingMs` more: one from before, or a new one. */
  readonly tokenFor: (scope: TokenScope, remainingMs: number) => Promise<InstallationToken>;
  /** Forgets a token that GitHub does not take. */
  readonly drop: (scope: TokenScope, token: string) => void;
};

/**
 * Tokens are kept by scope until they are used up. Those who need one of the same scope at the same moment get the same.
 *
 * @param app acts as the App itself; its requests throw what `readTrouble` makes of them
 */
export function installationTokens(app: Octokit, clock: { readonly now: () => number }): InstallationTokens {
  const kept = new Map<string, InstallationToken>();
  const asked = new Map<string, Promise<InstallationToken>>();

  const ask = async (scope: TokenScope, key: string): Promise<InstallationToken> => {
    const token = await newToken(app, scope);
    for (const [name, { expiresAt }] of kept) if (expiresAt <= clock.now()) kept.delete(name);
    kept.set(key, token);
    return token;
  };

  return {
    tokenFor: async (scope, remainingMs) => {
      const key = keyOf(scope);
      const before = kept.get(key);
      if (before !== undefined && before.expiresAt - clock.now() >= remainingMs) return before;
      const underWay = asked.get(key) ?? ask(scope, key).finally(() => asked.delete(key));
      asked.set(key, underWay);
      return await underWay;
    },
    drop: (scope, token) => {
      const key = keyOf(scope);
      if (kept.get(key)?.token === token) kept.delete(key);
    },
  };
}

function keyOf({ installation, repository, permissions }: TokenScope): string {
  const names = Object.entries(permissions).map(([name, access]) => `${name}:${access}`);
  return [installation, repository, ...names.toSorted()].join(' ');
}

/**
 * Asks for a new token, whichever are kept.
 *
 * @throws NoAccessError where the App does not reach that (any more)
 */
export async function newToken(
  app: Octokit,
  { installation, repository, permissions }: TokenScope,
): Promise<InstallationToken> {
  try {
    const { data } = await app.rest.apps.createInstallationAccessToken({
      installation_id: installation,
      ...(repository === null ? {} : { repository_ids: [repository] }),
      permissions,
    });
    return { token: data.token, expiresAt: Date.parse(data.expires_at) };
  } catch (error) {
    // Only what the App may not do at all is lasting; that it is not installed where it was may change any time.
    if (error instanceof GitHubRefusalError && /permissions requested/i.test(error.said)) throw error;
    if (isRefusal(error, 403, 404, 410, 422))
      throw new NoAccessError(`The App does not reach the repository: ${error.said}`);
    throw error;
  }
}
