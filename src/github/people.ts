import type { Octokit } from '@octokit/rest';
import type { RepositoryRecord } from '../core/records.ts';
import type { CommandPermission } from '../core/settings/repository_settings.ts';
import type { People } from '../service/ports/people.ts';
import { isStatus } from './is_status.ts';
import { placeOf } from './place_of.ts';

/** A client of one installation for reading, with no more than these permissions; `repository` null: all that it reaches. */
export type ReadClient = (scope: {
  readonly installation: number;
  readonly repository: number | null;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
}) => Octokit;

/** Which owners' installations count, and how the App is asked who an installation belongs to. */
export type AllowedOwners = {
  /** Logins in lower case. */
  readonly owners: ReadonlySet<string>;
  /** The login of the account that has this installation; null: there is none. */
  readonly ownerOf: (installation: number) => Promise<string | null>;
};

const SETTINGS_FILE = '.github/planwright.yml';
/** The repository in which an organisation keeps what holds for all its repositories. */
const ORGANISATION_REPOSITORY = '.github';

/** Asks GitHub who may do what. */
export function createPeople(clientFor: ReadClient, allowed: AllowedOwners): People {
  const clientOf = (repository: RepositoryRecord, permissions: Readonly<Record<string, 'read' | 'write'>>) => {
    const { id, installation, owner, repo } = placeOf(repository);
    return { octokit: clientFor({ installation, repository: id, permissions }), owner, repo, installation };
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
      const owner = await allowed.ownerOf(installation);
      return owner !== null && allowed.owners.has(owner.toLowerCase());
    },
    settingsFiles: async (repository) => {
      const { owner, repo, installation } = placeOf(repository);
      const permissions = { contents: 'read' } as const;
      const everywhere = clientFor({ installation, repository: null, permissions });
      const [own, organisation] = await Promise.all([
        textOf(clientOf(repository, permissions).octokit, { owner, repo, path: SETTINGS_FILE }),
        repo === ORGANISATION_REPOSITORY
          ? null
          : textOf(everywhere, { owner, repo: ORGANISATION_REPOSITORY, path: SETTINGS_FILE }),
      ]);
      return { own, organisation };
    },
    issueBody: async (repository, issue) => {
      const { octokit, owner, repo } = clientOf(repository, { issues: 'read' });
      const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: issue });
      return data.body ?? '';
    },
    react: async (repository, comment, content) => {
      const { octokit, owner, repo } = clientOf(repository, { issues: 'write' });
      await octokit.rest.reactions.createForIssueComment({ owner, repo, comment_id: comment, content });
    },
    contains: async (repository, head, ancestor) => {
      const { octokit, owner, repo } = clientOf(repository, { contents: 'read' });
      try {
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${ancestor}...${head}`,
          per_page: 1,
        });
        return data.status === 'ahead' || data.status === 'identical';
      } catch (error) {
        // Either commit is none of the repository any more, so nothing is known to contain it.
        if (isStatus(error, 404)) return false;
        throw error;
      }
    },
  };
}

const ROLES = ['write', 'maintain', 'admin'] as const;

/** Custom roles have names of their own; what they stand on is told by the permissions they come with. */
async function hasRole(
  octokit: Octokit,
  who: { readonly owner: string; readonly repo: string; readonly username: string },
  atLeast: Extract<CommandPermission, { kind: 'role' }>['atLeast'],
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel(who);
    const granted = data.user?.permissions;
    const has = {
      write: data.permission === 'write' || granted?.push === true,
      maintain: data.role_name === 'maintain' || granted?.maintain === true,
      admin: data.permission === 'admin' || granted?.admin === true,
    };
    return ROLES.slice(ROLES.indexOf(atLeast)).some((role) => has[role]);
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

async function isMember(
  octokit: Octokit,
  who: { readonly org: string; readonly team_slug: string; readonly username: string },
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.teams.getMembershipForUserInOrg(who);
    return data.state === 'active';
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

/** The text of a file on the default branch; null: there is none, or the App does not reach that repository. */
async function textOf(
  octokit: Octokit,
  where: { readonly owner: string; readonly repo: string; readonly path: string },
): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent(where);
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return null;
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}
