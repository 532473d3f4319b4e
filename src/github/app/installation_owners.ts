import type { Octokit } from '@octokit/rest';
import { isRefusal } from '../clients/github_error.ts';

/** How long an answer is believed: accounts are rarely renamed, and every delivery asks. */
const BELIEVED_MS = 600_000;

/** Answers who has an installation: a login, or null where there is no such installation (any more). */
export function installationOwners(
  app: Octokit,
  clock: { readonly now: () => number },
): (installation: number) => Promise<string | null> {
  const known = new Map<number, { readonly owner: string; readonly until: number }>();
  return async (installation) => {
    const remembered = known.get(installation);
    if (remembered !== undefined && clock.now() < remembered.until) return remembered.owner;
    const owner = await ask(app, installation);
    if (owner === null) known.delete(installation);
    else known.set(installation, { owner, until: clock.now() + BELIEVED_MS });
    return owner;
  };
}

async function ask(app: Octokit, installation: number): Promise<string | null> {
  try {
    const { account } = (await app.rest.apps.getInstallation({ installation_id: installation })).data;
    if (account === null) return null;
    return 'login' in account ? account.login : account.slug;
  } catch (error) {
    if (isRefusal(error, 404)) return null;
    throw error;
  }
}
