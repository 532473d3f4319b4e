import type { Octokit } from '@octokit/rest';
import { NoAccessError } from '../clients/github_error.ts';
import { newToken } from '../clients/installation_tokens.ts';
import type { RepositoryPlace } from '../clients/repository_place.ts';

/**
 * Whether the App reaches the repository now: whether GitHub gives it a new token for that. One from before would not tell,
 * since a public repository can be read with any.
 */
export async function isReached(app: Octokit, { installation, id }: RepositoryPlace): Promise<boolean> {
  try {
    await newToken(app, { installation, repository: id, permissions: { metadata: 'read' } });
    return true;
  } catch (error) {
    if (error instanceof NoAccessError) return false;
    throw error;
  }
}
