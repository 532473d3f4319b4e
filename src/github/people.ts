import type { Octokit } from '@octokit/rest';
import type { RepositoryRecord } from '../core/records.ts';
import type { People } from '../service/ports/people.ts';
import { nameOf } from './clients/clients.ts';
import { isRefusal } from './clients/github_error.ts';
import type { TokenScope } from './clients/installation_tokens.ts';
import type { OwnApp } from './clients/own_app.ts';
import type { Patience } from './clients/paced.ts';
import type { Permissions } from './clients/permissions_of.ts';
import { placeNamed, placeOf, type RepositoryPlace } from './clients/repository_place.ts';
import { hasRole, isMember } from './read/permission.ts';
import { headOf, isIssueOpen, pullStanding } from './read/pull_standing.ts';
import { readSettingsFiles } from './read/settings_files.ts';
import { turnAway } from './turn_away.ts';

/** A client that may do no more than its scope says, and waits so long to write. Its errors are those of `github_error.ts`. */
export type ClientFor = (scope: TokenScope, patience?: Patience) => Octokit;

/** Which owners' installations count, and what the App is asked of installations. */
export type Installations = {
  /** Logins in lower case. */
  readonly owners: ReadonlySet<string>;
  /** The login of the account that has this installation; null: there is none. */
  readonly ownerOf: (installation: number) => Promise<string | null>;
  /** Whether the App reaches a repository now. */
  readonly isReached: (place: RepositoryPlace) => Promise<boolean>;
};

/** Asks GitHub who may do what. */
export function createPeople(clientFor: ClientFor, installations: Installations, app: OwnApp): People {
  const clientOf = (repository: RepositoryRecord, permissions: Permissions) => {
    const { id, installation, owner, repo } = placeOf(repository);
    return { octokit: clientFor({ installation, repository: id, permissions }), owner, repo, installation };
  };
  /** Asks what runs ask, with the name that is stored: where GitHub redirects, the repository has another one by now. */
  const ask = async <Answer>(
    repository: RepositoryRecord,
    permissions: Permissions,
    question: (octokit: Octokit, where: Pick<RepositoryPlace, 'owner' | 'repo'>) => Promise<Answer>,
  ): Promise<Answer> => {
    const { octokit, owner, repo } = clientOf(repository, permissions);
    try {
      return await question(octokit, { owner, repo });
    } catch (error) {
      if (!isRefusal(error, 301)) throw error;
      const { id, installation } = placeOf(repository);
      const today = placeNamed(await nameOf(octokit, id), { id, installation });
      return await question(octokit, { owner: today.owner, repo: today.repo });
    }
  };
  return {
    may: async (repository, login, need) => {
      if (login === '') return false;
      const { owner, repo, installation } = placeOf(repository);
      switch (need.kind) {
        case 'role': {
          const { octokit } = clientOf(repository, { metadata: 'read' });
          return hasRole(octokit, { owner, repo, username: login }, need.atLeast);
        }
        case 'team': {
          const octokit = clientFor({ installation, repository: null, permissions: { members: 'read' } });
          return isMember(octokit, { org: owner, team_slug: need.slug, username: login });
        }
        default:
          return need satisfies never;
      }
    },
    isAllowed: async (installation) => {
      const owner = await installations.ownerOf(installation);
      return owner !== null && installations.owners.has(owner.toLowerCase());
    },
    settingsFiles: (repository) => {
      const permissions = { contents: 'read' } as const;
      const { octokit, owner, repo, installation } = clientOf(repository, permissions);
      const everywhere = clientFor({ installation, repository: null, permissions });
      return readSettingsFiles({ octokit, everywhere }, { owner, repo });
    },
    turnAway: (repository, said) => {
      const { id, installation, owner, repo } = placeOf(repository);
      const scope = { installation, repository: id, permissions: { issues: 'write', pull_requests: 'write' } } as const;
      const client = { octokit: clientFor(scope, 'if_free'), next: clientFor(scope, 'if_next'), owner, repo };
      return turnAway(client, app, said);
    },
    pull: (repository, number) =>
      ask(repository, { contents: 'read', pull_requests: 'read' }, (octokit, where) =>
        pullStanding(octokit, where, number),
      ),
    isIssueOpen: (repository, issue) => {
      const { octokit, owner, repo } = clientOf(repository, { issues: 'read' });
      return isIssueOpen(octokit, { owner, repo }, issue);
    },
    contains: (repository, head, ancestor) =>
      ask(repository, { contents: 'read' }, (octokit, where) =>
        isContained(octokit, { ...where, basehead: `${ancestor}...${head}` }),
      ),
    standsAt: (repository, branch, commit) =>
      ask(
        repository,
        { contents: 'read' },
        async (octokit, where) => (await headOf(octokit, where, branch)) === commit,
      ),
    isReached: (repository) => installations.isReached(placeOf(repository)),
  };
}

async function isContained(
  octokit: Octokit,
  where: { readonly owner: string; readonly repo: string; readonly basehead: string },
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...where, per_page: 1 });
    return data.status === 'ahead' || data.status === 'identical';
  } catch (error) {
    // Either commit is none of the repository any more, so nothing is known to contain it.
    if (isRefusal(error, 404)) return false;
    throw error;
  }
}
