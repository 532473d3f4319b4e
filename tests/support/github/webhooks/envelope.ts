import { installationFor } from '../actions/installations.ts';
import { type Rendered, renderAccount, renderOrganization } from '../render/account.ts';
import { renderRepository } from '../render/repository.ts';
import type { Installation, Repository } from '../state.ts';
import { accountOf, type Emit, nodeId, type World } from '../world.ts';
import type { Webhooks } from './webhooks.ts';

/** How an installation stands in every event it gets. */
export function renderInstallationBrief(installation: Installation): Rendered {
  return { id: installation.id, node_id: nodeId('Installation', installation.id) };
}

/** Sends events of repositories: to the installation that has the repository, if the app subscribed to the event. */
export function emitterOf(world: Omit<World, 'emit'>, webhooks: Webhooks): Emit {
  return (event, repository, sender, payload) => {
    const complete = world as World;
    const installation = installationFor(complete, repository);
    if (installation === undefined || installation.suspendedAt !== null || !world.app.events.includes(event)) return;
    webhooks.send({
      event,
      installationId: installation.id,
      repositoryId: repository.id,
      payload: {
        ...payload,
        repository: repositoryOf(complete, repository, event),
        ...organizationOf(complete, repository),
        sender: renderAccount(complete, sender),
        installation: renderInstallationBrief(installation),
      },
    });
  };
}

/** In push events times are numbers, and the branch has an older name, too. */
function repositoryOf(world: World, repository: Repository, event: string): Rendered {
  const rendered = renderRepository(world, repository);
  if (event !== 'push') return rendered;
  return {
    ...rendered,
    owner: { ...renderAccount(world, repository.owner), name: repository.owner, email: null },
    created_at: Math.floor(repository.createdAt / 1000),
    pushed_at: Math.floor(repository.pushedAt / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

/** The owner again, where it is an organisation. */
export function organizationOf(world: World, { owner }: Pick<Repository, 'owner'>): { organization?: Rendered } {
  return accountOf(world, owner).type === 'Organization' ? { organization: renderOrganization(world, owner) } : {};
}
