import type { RepositoryRecord } from '../core/records.ts';
import type { RepositoryReader } from '../service/ports/repository_reader.ts';
import { type ClientFor, repositoryClient } from './clients/client_for.ts';
import { nameOf } from './clients/clients.ts';
import { isRefusal } from './clients/github_error.ts';
import type { Permissions } from './clients/permissions_of.ts';
import type { RepositoryClient } from './clients/repository_client.ts';
import { placeNamed, placeOf, type RepositoryPlace } from './clients/repository_place.ts';
import { contains, standing } from './read/compare.ts';
import { headOf, isIssueOpen, pullStanding } from './read/pull_standing.ts';
import { readSettingsFiles } from './read/settings_files.ts';

/** Reads repositories as they are now. `isReached`: whether the App reaches one. */
export function createRepositoryReader(
  clientFor: ClientFor,
  isReached: (place: RepositoryPlace) => Promise<boolean>,
): RepositoryReader {
  /** Asks what runs ask, with the name that is stored: where GitHub redirects, the repository has another one by now. */
  const ask = async <Answer>(
    repository: RepositoryRecord,
    permissions: Permissions,
    question: (client: RepositoryClient) => Promise<Answer>,
  ): Promise<Answer> => {
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
  };
  return {
    settingsFiles: (repository) => {
      const permissions = { contents: 'read' } as const;
      return ask(repository, permissions, ({ octokit, named, place }) => {
        const everywhere = clientFor({ installation: place.installation, repository: null, permissions });
        return readSettingsFiles({ octokit, everywhere }, named);
      });
    },
    pull: (repository, number) =>
      ask(repository, { contents: 'read', pull_requests: 'read' }, ({ octokit, named }) =>
        pullStanding(octokit, named, number),
      ),
    isIssueOpen: async (repository, issue) => {
      try {
        return await ask(repository, { issues: 'read' }, ({ octokit, named }) => isIssueOpen(octokit, named, issue));
      } catch (error) {
        // By the repository's name of today: it is the issue that was transferred.
        if (isRefusal(error, 301)) return false;
        throw error;
      }
    },
    contains: (repository, head, ancestor) =>
      ask(repository, { contents: 'read' }, async (client) => contains(await standing(client, ancestor, head))),
    standsAt: (repository, branch, commit) =>
      ask(
        repository,
        { contents: 'read' },
        async ({ octokit, named }) => (await headOf(octokit, named, branch)) === commit,
      ),
    isReached: (repository) => isReached(placeOf(repository)),
  };
}
