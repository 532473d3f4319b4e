import type { Octokit } from '@octokit/rest';
import { newToken } from './installation_tokens.ts';
import type { RepositoryPlace } from './repository_place.ts';

/**
 * Asks GitHub for a new token, which it gives only where the App reaches the repository now.
 *
 * @throws NoAccessError it does not, by the installation that the repository is known with
 */
export async function requireReach(
  app: Octokit,
  { installation, id }: Pick<RepositoryPlace, 'installation' | 'id'>,
): Promise<void> {
  await newToken(app, { installation, repository: id, permissions: { metadata: 'read' } });
}
