import { randomBytes } from 'node:crypto';
import { repositoryNamed } from '../actions/find.ts';
import { installationFor, installationOf, reaches, repositoriesOf } from '../actions/installations.ts';
import { notFound, refused } from '../api_error.ts';
import { appEndpoint, created, type Endpoint, ok, tokenEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderApp, renderInstallation } from '../render/app.ts';
import { renderFullRepository } from '../render/repository.ts';
import type { Access, Installation, Permissions, Repository } from '../state.ts';
import { timestamp, type World } from '../world.ts';

/** An installation token lives this long. */
const tokenLifetimeMs = 3_600_000;

type TokenBody = {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
};

/** The app, its installations and their tokens. */
export const appEndpoints: readonly Endpoint[] = [
  appEndpoint('apps/get-authenticated', ({ world }) => ok(renderApp(world))),
  appEndpoint('apps/list-installations', (call) =>
    paged(
      call,
      [...call.world.state.installations.values()].map((installation) => renderInstallation(call.world, installation)),
    ),
  ),
  appEndpoint('apps/get-installation', ({ world, path }) => {
    return ok(renderInstallation(world, findInstallation(world, path.installation_id)));
  }),
  appEndpoint('apps/get-repo-installation', ({ world, path }) => {
    const repository = repositoryNamed(world, path.owner ?? '', path.repo ?? '');
    const installation = repository === undefined ? undefined : installationFor(world, repository);
    if (installation === undefined) throw notFound();
    return ok(renderInstallation(world, installation));
  }),
  appEndpoint('apps/get-org-installation', ({ world, path }) => ok(renderOf(world, path.org))),
  appEndpoint('apps/get-user-installation', ({ world, path }) => ok(renderOf(world, path.username))),
  appEndpoint<TokenBody | undefined>('apps/create-installation-access-token', ({ world, path, body }) => {
    const installation = findInstallation(world, path.installation_id);
    if (installation.suspendedAt !== null) throw refused(403, 'This installation has been suspended');
    const repositories = narrowed(world, installation, body ?? {});
    const permissions = body?.permissions ?? installation.permissions;
    refuseMore(installation, permissions);
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const expiresAt = world.now() + tokenLifetimeMs;
    const complete: Permissions = { ...permissions, metadata: 'read' };
    world.state.tokens.set(token, {
      kind: 'installation',
      installation: installation.id,
      repositories: repositories?.map(({ id }) => id),
      permissions: complete,
      expiresAt,
    });
    return created({
      token,
      expires_at: timestamp(expiresAt),
      permissions: complete,
      repository_selection: installation.repositories === 'all' && repositories === undefined ? 'all' : 'selected',
      ...(repositories === undefined
        ? {}
        : { repositories: repositories.map((repository) => renderFullRepository(world, repository, complete)) }),
    });
  }),
  tokenEndpoint('apps/list-repos-accessible-to-installation', (call) => {
    const { caller, world } = call;
    if (caller.kind !== 'installation') throw notFound();
    const scope = caller.repositories;
    const all = repositoriesOf(world, caller.installation).filter(
      ({ id }) => scope === undefined || scope.includes(id),
    );
    return paged(call, all, (page) => ({
      total_count: all.length,
      repository_selection: caller.installation.repositories === 'all' ? 'all' : 'selected',
      repositories: page.map((repository) => renderFullRepository(world, repository, caller.permissions)),
    }));
  }),
];

function findInstallation(world: World, id: string | undefined): Installation {
  const installation = world.state.installations.get(Number(id));
  if (installation === undefined) throw notFound();
  return installation;
}

function renderOf(world: World, owner: string | undefined): Record<string, unknown> {
  const installation = installationOf(world, owner ?? '');
  if (installation === undefined) throw notFound();
  return renderInstallation(world, installation);
}

function narrowed(world: World, installation: Installation, body: TokenBody): Repository[] | undefined {
  if (body.repositories === undefined && body.repository_ids === undefined) return undefined;
  const named = (body.repositories ?? []).map((name) => repositoryNamed(world, installation.account, name));
  const numbered = (body.repository_ids ?? []).map((id) => world.state.repositories.get(id));
  return [...named, ...numbered].map((repository) => {
    if (repository !== undefined && reaches(installation, repository)) return repository;
    throw refused(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}

function refuseMore(installation: Installation, permissions: Permissions): void {
  const rank = (access: Access | undefined) => (access === undefined ? 0 : access === 'read' ? 1 : 2);
  const more = Object.entries(permissions).some(
    ([name, access]) => rank(access) > rank(installation.permissions[name]),
  );
  if (more) throw refused(422, 'The permissions requested are not granted to this installation.');
}
