import { notAccessible, notFound } from '../api_error.ts';
import { resolveCommit } from '../git/bare_repository.ts';
import { readTree, type TreeEntry } from '../git/read_commits.ts';
import { hasPermission } from '../http/authenticate.ts';
import { type Endpoint, ok, type RepositoryCall, repositoryEndpoint, tokenEndpoint } from '../http/endpoint.ts';
import { renderAccount } from '../render/account.ts';
import { renderFullRepository, repositoryPage, repositoryUrl } from '../render/repository.ts';
import type { Role } from '../state.ts';
import { apiUrl } from '../world.ts';

/** What GitHub calls a role in the older field. */
const permissionOf: Readonly<Record<Role | 'none', string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

/** Larger files are not shown with their content. */
const largestContentBytes = 1_048_576;

/** Repositories, their files and people. */
export const repositoryEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('repos/get', 'metadata:read', ({ world, repository, caller }) => {
    const permissions = caller.kind === 'installation' ? caller.permissions : {};
    return ok(renderFullRepository(world, repository, permissions));
  }),
  repositoryEndpoint('repos/get-content', 'contents:read', getContent),
  repositoryEndpoint('repos/get-collaborator-permission-level', 'metadata:read', (call) => {
    const { world, repository, path } = call;
    const login = path.username ?? '';
    const known = world.state.accounts.get(login.toLowerCase());
    if (known === undefined) throw notFound();
    const role = roleOf(call, login);
    return ok({
      permission: permissionOf[role],
      role_name: role,
      user: {
        ...renderAccount(world, login),
        permissions: {
          admin: role === 'admin',
          maintain: role === 'admin' || role === 'maintain',
          push: permissionOf[role] === 'write' || role === 'admin',
          triage: role !== 'none' && role !== 'read',
          pull: role !== 'none' || !repository.private,
        },
        role_name: role,
      },
    });
  }),
  tokenEndpoint('teams/get-membership-for-user-in-org', ({ world, caller, path }) => {
    if (caller.kind !== 'installation' || !hasPermission(caller.permissions, 'members', 'read')) throw notAccessible();
    const { org = '', team_slug: team = '', username = '' } = path;
    if (caller.installation.account.toLowerCase() !== org.toLowerCase()) throw notFound();
    if (!world.state.teams.get(`${org}/${team}`.toLowerCase())?.has(username.toLowerCase())) throw notFound();
    const url = `${apiUrl(world)}/organizations/1/team/1/memberships/${username}`;
    return ok({ url, role: 'member', state: 'active' });
  }),
];

/** Everyone may read what is public; the owner is an admin. */
function roleOf({ repository }: RepositoryCall, login: string): Role | 'none' {
  const role = repository.collaborators.get(login.toLowerCase());
  if (role !== undefined) return role;
  if (login.toLowerCase() === repository.owner.toLowerCase()) return 'admin';
  return repository.private ? 'none' : 'read';
}

async function getContent(call: RepositoryCall) {
  const { repository, path, query, world } = call;
  const name = query.get('ref')?.replace(/^refs\/heads\//, '') ?? repository.defaultBranch;
  const commit = await resolveCommit(repository.folder, name);
  const file = (path.path ?? '').replace(/^\/+|\/+$/g, '');
  const found = commit === undefined ? undefined : await readTree(repository.folder, commit, file);
  if (found === undefined) throw notFound();
  const url = (entry: string) => `${repositoryUrl(world, repository)}/contents/${entry}?ref=${name}`;
  const page = repositoryPage(world, repository);
  const render = (entry: TreeEntry) => ({
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url: url(entry.path),
    html_url: `${page}/blob/${name}/${entry.path}`,
    git_url: `${repositoryUrl(world, repository)}/git/blobs/${entry.sha}`,
    download_url: entry.type === 'blob' ? `${page}/raw/${name}/${entry.path}` : null,
    type: entry.type === 'blob' ? 'file' : entry.type === 'tree' ? 'dir' : 'submodule',
    _links: { self: url(entry.path), git: null, html: null },
  });
  if (found.kind === 'folder') return ok(found.entries.map(render));
  if (/\braw\b/.test(call.accept)) return { status: 200, text: found.content.toString() };
  if (found.entry.size > largestContentBytes) return ok({ ...render(found.entry), encoding: 'none', content: '' });
  const lines = found.content.toString('base64').match(/.{1,60}/g) ?? [];
  return ok({ ...render(found.entry), encoding: 'base64', content: lines.map((line) => `${line}\n`).join('') });
}
