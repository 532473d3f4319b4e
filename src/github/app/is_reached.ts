import type { Octokit } from '@octokit/rest';
import { NoAccessError } from '../clients/github_error.ts';
import type { RepositoryPlace } from '../clients/repository_place.ts';
import { requireReach } from '../clients/require_reach.ts';

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
    if (error instanceof NoAccessError && !error.isUnauthenticated) return false;
    throw error;
  }
}
