import type { Installation } from '../state.ts';
import { accountOf, apiUrl, nodeId, timestamp, timestampOrNull, type World } from '../world.ts';
import { type Rendered, renderAccount, renderAccountOrNull } from './account.ts';

/** The time that the app was made: before everything. */
const appCreatedAt = Date.UTC(2024, 0, 1);

/** The app itself. */
export function renderApp(world: World): Rendered {
  const { app } = world;
  return {
    ...appFields(world, app.slug),
    client_id: app.clientId,
    name: app.name,
    permissions: app.permissions,
    events: app.events,
    installations_count: world.state.installations.size,
  };
}

/** An app where a check or a comment names it: ours by its slug, or another one. */
export function renderAppNamed(world: World, slug: string): Rendered {
  if (slug !== world.app.slug) {
    return { ...appFields(world, slug), client_id: `Iv1.${slug}`, name: slug, permissions: {}, events: [] };
  }
  const { installations_count: _, ...app } = renderApp(world);
  return app;
}

function appFields(world: World, slug: string): Rendered {
  const ours = slug === world.app.slug;
  const id = ours ? world.app.id : accountOf(world, `${slug}[bot]`).id;
  return {
    id,
    slug,
    node_id: nodeId('A', id),
    owner: renderAccount(world, ours ? world.app.owner : slug),
    description: null,
    external_url: 'https://example.com',
    html_url: `${world.origin()}/apps/${slug}`,
    created_at: timestamp(appCreatedAt),
    updated_at: timestamp(appCreatedAt),
  };
}

/** An installation of the app. */
export function renderInstallation(world: World, installation: Installation): Rendered {
  const account = accountOf(world, installation.account);
  const url = `${apiUrl(world)}/app/installations/${installation.id}`;
  const settings = `settings/installations/${installation.id}`;
  const page = account.type === 'Organization' ? `organizations/${account.login}/${settings}` : settings;
  return {
    id: installation.id,
    client_id: world.app.clientId,
    account: renderAccount(world, installation.account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.origin()}/${page}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: world.app.events,
    created_at: timestamp(installation.createdAt),
    updated_at: timestamp(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: renderAccountOrNull(world, installation.suspendedBy),
    suspended_at: timestampOrNull(installation.suspendedAt),
  };
}
