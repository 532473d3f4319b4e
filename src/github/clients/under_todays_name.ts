import type { RepositoryRecord } from '../../core/records.ts';
import { type ClientFor, repositoryClient } from './client_for.ts';
import { nameOf } from './clients.ts';
import { isRefusal } from './github_error.ts';
import type { Permissions } from './permissions_of.ts';
import type { RepositoryClient } from './repository_client.ts';
import { placeNamed } from './repository_place.ts';

/** Asks about a repository under the name that is known: where GitHub redirects it has another one by now, and is asked under that. */
export async function underTodaysName<Answer>(
  clientFor: ClientFor,
  repository: RepositoryRecord,
  permissions: Permissions,
  question: (client: RepositoryClient) => Promise<Answer>,
): Promise<Answer> {
  const client = repositoryClient(clientFor, repository, permissions);
  try {
    return await question(client);
  } catch (error) {
    if (!isRefusal(error, 301)) throw error;
    const { octokit, place } = client;
    const { id, installation } = place;
    const today = placeNamed(await nameOf(octokit, id), { id, installation });
    return await question({ octokit, place: today, named: { owner: today.owner, repo: today.repo } });
  }
}
