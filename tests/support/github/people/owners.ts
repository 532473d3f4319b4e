import { randomBytes } from 'node:crypto';
import { installationOf } from '../actions/installations.ts';
import { repositoryPage } from '../render/repository.ts';
import type { Account, Installation, Repository, Role } from '../state.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { addAccount, type World } from '../world.ts';
import { addToInstallation, installApp, removeFromInstallation, suspend, uninstall } from './installations.ts';
import type { RepositoryName } from './people.ts';
import {
  addCollaborator,
  createRepository,
  type NewRepository,
  renameRepository,
  transferRepository,
} from './repositories.ts';

/** What owners do: accounts, repositories and where the app is installed. `by` is who does it; default: `owner-of-all`. */
export type Owners = {
  readonly addAccount: (login: string, type: Account['type']) => Account;
  readonly addTeam: (organization: string, slug: string, members: readonly string[]) => void;
  readonly createRepository: (wanted: NewRepository) => Promise<Repository>;
  readonly addCollaborator: (repo: RepositoryName, login: string, role: Role) => void;
  readonly renameRepository: (repo: RepositoryName, name: string, by?: string) => void;
  readonly transferRepository: (repo: RepositoryName, owner: string, by?: string) => void;
  readonly installApp: (
    owner: string,
    options?: { readonly repositories?: 'all' | readonly RepositoryName[]; readonly by?: string },
  ) => Installation;
  /** The owner's installation; throws if there is none. */
  readonly installation: (owner: string) => Installation;
  readonly removeAppFrom: (repo: RepositoryName, by?: string) => void;
  readonly addAppTo: (repo: RepositoryName, by?: string) => void;
  readonly uninstall: (owner: string, by?: string) => void;
  readonly suspend: (owner: string, by?: string) => void;
  readonly unsuspend: (owner: string, by?: string) => void;
  /** A personal token for git, as a person has one. */
  readonly userToken: (login: string) => string;
  /** A code by which an app manifest can be converted once. */
  readonly manifestCode: () => string;
  /** `http://127.0.0.1:<port>/<owner>/<name>.git` */
  readonly cloneUrl: (repo: RepositoryName) => string;
};

/** Who does it where nobody is named. */
const someone = 'owner-of-all';

/** The owners' side of a world whose repositories lie below `root`. */
export function createOwners(
  world: World,
  webhooks: Webhooks,
  root: string,
  find: (repo: RepositoryName) => Repository,
): Owners {
  const installation = (owner: string): Installation => {
    const found = installationOf(world, owner);
    if (found === undefined) throw new Error(`The app is not installed for ${owner}.`);
    return found;
  };
  return {
    addAccount: (login, type) => addAccount(world, login, type),
    addTeam: (organization, slug, members) => {
      const logins = members.map((login) => addAccount(world, login, 'User').login.toLowerCase());
      world.state.teams.set(`${organization}/${slug}`.toLowerCase(), new Set(logins));
    },
    createRepository: (wanted) => createRepository(world, root, wanted),
    addCollaborator: (repo, login, role) => addCollaborator(world, find(repo), login, role),
    renameRepository: (repo, name, by = someone) => renameRepository(world, find(repo), by, name),
    transferRepository: (repo, owner, by = someone) => transferRepository(world, webhooks, find(repo), by, owner),
    installApp: (owner, { repositories = 'all', by = someone } = {}) =>
      installApp(world, webhooks, owner, repositories === 'all' ? 'all' : repositories.map(find), by),
    installation,
    removeAppFrom: (repo, by = someone) => removeFromInstallation(world, webhooks, find(repo), by),
    addAppTo: (repo, by = someone) => addToInstallation(world, webhooks, find(repo), by),
    uninstall: (owner, by = someone) => uninstall(world, webhooks, installation(owner), by),
    suspend: (owner, by = someone) => suspend(world, webhooks, installation(owner), by, true),
    unsuspend: (owner, by = someone) => suspend(world, webhooks, installation(owner), by, false),
    userToken: (login) => {
      const token = `ghp_${randomBytes(18).toString('hex')}`;
      world.state.tokens.set(token, { kind: 'user', login: addAccount(world, login, 'User').login });
      return token;
    },
    manifestCode: () => {
      const code = randomBytes(10).toString('hex');
      world.state.manifestCodes.add(code);
      return code;
    },
    cloneUrl: (repo) => `${repositoryPage(world, find(repo))}.git`,
  };
}
