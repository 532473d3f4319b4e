import type { Octokit } from '@octokit/rest';
import { NoAccessError } from '../clients/github_error.ts';
import { newToken } from '../clients/installation_tokens.ts';
import type { RepositoryPlace } from '../clients/repository_place.ts';

/**
 * Whether the App reaches the repository now: whether GitHub gives it a new token for that. One from before would not tell,
 * since a public repository can be read with any.
 *
 * @throws NoAccessError where GitHub does not take the App's key: then nothing is known of the repository
 */
export async function isReached(app: Octokit, place: RepositoryPlace): Promise<boolean> {
  try {
    await requireReach(app, place);
    return true;
  } catch (error) {
    if (error instanceof NoAccessError && !error.isUnknown) return false;
    throw error;
  }
}

/** @throws NoAccessError the App does not reach the repository now, by the installation that it is known with */
export async function requireReach(
  app: Octokit,
  { installation, id }: Pick<RepositoryPlace, 'installation' | 'id'>,
): Promise<void> {
  await newToken(app, { installation, repository: id, permissions: { metadata: 'read' } });
}
