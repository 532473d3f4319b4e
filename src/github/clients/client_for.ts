import type { Octokit } from '@octokit/rest';
import type { RepositoryRecord } from '../../core/records.ts';
import type { TokenScope } from './installation_tokens.ts';
import type { Patience } from './paced.ts';
import type { Permissions } from './permissions_of.ts';
import type { RepositoryClient } from './repository_client.ts';
import { placeOf } from './repository_place.ts';

/** A client that may do no more than its scope says, and waits so long to write. Its errors are those of `github_error.ts`. */
export type ClientFor = (scope: TokenScope, patience?: Patience) => Octokit;

/** A client that may do this in one repository and nothing anywhere else. */
export function repositoryClient(
  clientFor: ClientFor,
  repository: RepositoryRecord,
  permissions: Permissions,
  patience?: Patience,
): RepositoryClient {
  const place = placeOf(repository);
  const { id, installation, owner, repo } = place;
  return { place, named: { owner, repo }, octokit: clientFor({ installation, repository: id, permissions }, patience) };
}
