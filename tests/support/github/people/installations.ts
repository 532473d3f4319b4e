import { installationOf, repositoriesOf } from '../actions/installations.ts';
import { renderAccount } from '../render/account.ts';
import { renderInstallation } from '../render/app.ts';
import { renderRepositoryBrief } from '../render/repository.ts';
import type { Installation, Repository } from '../state.ts';
import { organizationOf } from '../webhooks/envelope.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { addAccount, type World } from '../world.ts';

/** Installs the app for an owner, for all repositories or for these. */
export function installApp(
  world: World,
  webhooks: Webhooks,
  owner: string,
  repositories: 'all' | readonly Repository[],
  sender: string,
): Installation {
  const { login } = addAccount(world, owner, 'Organization');
  const now = world.now();
  const installation: Installation = {
    id: world.nextId(),
    account: login,
    repositories: repositories === 'all' ? 'all' : repositories.map(({ id }) => id),
    permissions: world.app.permissions,
    createdAt: now,
    updatedAt: now,
    suspendedAt: null,
    suspendedBy: null,
  };
  world.state.installations.set(installation.id, installation);
  emitInstallation(world, webhooks, installation, sender, 'created');
  return installation;
}

/** Takes a repository from the app. With "all" chosen that cannot be: the choice becomes the others. */
export function removeFromInstallation(world: World, webhooks: Webhooks, repository: Repository, sender: string): void {
  const installation = installationOf(world, repository.owner);
  if (installation === undefined) return;
  const left = repositoriesOf(world, installation).filter(({ id }) => id !== repository.id);
  installation.repositories = left.map(({ id }) => id);
  emitRepositories(world, webhooks, installation, sender, { removed: [repository] });
}

/** Gives the app another repository. */
export function addToInstallation(world: World, webhooks: Webhooks, repository: Repository, sender: string): void {
  const installation = installationOf(world, repository.owner);
  if (installation === undefined) return;
  if (installation.repositories !== 'all') installation.repositories = [...installation.repositories, repository.id];
  emitRepositories(world, webhooks, installation, sender, { added: [repository] });
}

/** Uninstalls the app: its tokens end at once. */
export function uninstall(world: World, webhooks: Webhooks, installation: Installation, sender: string): void {
  emitInstallation(world, webhooks, installation, sender, 'deleted');
  world.state.installations.delete(installation.id);
}

/** Suspends an installation, or takes that back. */
export function suspend(
  world: World,
  webhooks: Webhooks,
  installation: Installation,
  sender: string,
  suspended: boolean,
): void {
  installation.suspendedAt = suspended ? world.now() : null;
  installation.suspendedBy = suspended ? sender : null;
  emitInstallation(world, webhooks, installation, sender, suspended ? 'suspend' : 'unsuspend');
}

function emitInstallation(
  world: World,
  webhooks: Webhooks,
  installation: Installation,
  sender: string,
  action: string,
): void {
  webhooks.send({
    event: 'installation',
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action,
      installation: renderInstallation(world, installation),
      repositories: repositoriesOf(world, installation).map(renderRepositoryBrief),
      requester: null,
      ...organizationOf(world, { owner: installation.account }),
      sender: renderAccount(world, sender),
    },
  });
}

function emitRepositories(
  world: World,
  webhooks: Webhooks,
  installation: Installation,
  sender: string,
  { added = [], removed = [] }: { readonly added?: readonly Repository[]; readonly removed?: readonly Repository[] },
): void {
  webhooks.send({
    event: 'installation_repositories',
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action: added.length > 0 ? 'added' : 'removed',
      installation: renderInstallation(world, installation),
      repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
      repositories_added: added.map(renderRepositoryBrief),
      repositories_removed: removed.map(renderRepositoryBrief),
      requester: null,
      ...organizationOf(world, { owner: installation.account }),
      sender: renderAccount(world, sender),
    },
  });
}
