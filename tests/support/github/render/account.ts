import type { Account } from '../state.ts';
import { accountOf, apiUrl, nodeId, type World } from '../world.ts';

/** A rendered thing: JSON as GitHub writes it. */
export type Rendered = Record<string, unknown>;

/** A user, bot or organisation where another thing names it. */
export function renderAccount(world: World, login: string): Rendered {
  return accountFields(world, accountOf(world, login));
}

/** The same, or null. */
export function renderAccountOrNull(world: World, login: string | null): Rendered | null {
  return login === null ? null : renderAccount(world, login);
}

function accountFields(world: World, { id, login, type }: Account): Rendered {
  const url = `${apiUrl(world)}/users/${encodeURIComponent(login)}`;
  const page = type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${world.origin()}/avatars/u/${id}`,
    gravatar_id: '',
    url,
    html_url: `${world.origin()}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** An organisation as it stands in webhooks. */
export function renderOrganization(world: World, login: string): Rendered {
  const { id } = accountOf(world, login);
  const url = `${apiUrl(world)}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.origin()}/avatars/u/${id}`,
    description: '',
  };
}
