import type { Authorization } from '../service/ports/authorization.ts';
import type { ClientFor } from './clients/client_for.ts';
import { placeOf } from './clients/repository_place.ts';
import { underTodaysName } from './clients/under_todays_name.ts';
import { hasRole, isMember } from './read/permission.ts';

/** Which owners' installations count, and whose they are. */
export type Installations = {
  /** Logins in lower case. */
  readonly owners: ReadonlySet<string>;
  /** The login of the account that has this installation; null: there is none. */
  readonly ownerOf: (installation: number) => Promise<string | null>;
};

/** Asks GitHub who may do what. */
export function createAuthorization(clientFor: ClientFor, installations: Installations): Authorization {
  return {
    may: async (repository, login, need) => {
      if (login === '') return false;
      switch (need.kind) {
        case 'role':
          return underTodaysName(clientFor, repository, { metadata: 'read' }, ({ octokit, named }) =>
            hasRole(octokit, { ...named, username: login }, need.atLeast),
          );
        case 'team': {
          const { installation, owner } = placeOf(repository);
          const members = clientFor({ installation, repository: null, permissions: { members: 'read' } });
          return isMember(members, { org: owner, team_slug: need.slug, username: login });
        }
        default:
          return need satisfies never;
      }
    },
    isAllowed: async (installation) => {
      const owner = await installations.ownerOf(installation);
      return owner !== null && installations.owners.has(owner.toLowerCase());
    },
  };
}
