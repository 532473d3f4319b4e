import type { Permissions, Repository } from '../state.ts';
import { apiUrl, nodeId, timestamp, type World } from '../world.ts';
import { type Rendered, renderAccount } from './account.ts';

/** Addresses below the repository's own, by field. */
const addresses: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** What counts nothing here. */
const counts = { forks_count: 0, forks: 0, stargazers_count: 0, watchers_count: 0, watchers: 0, size: 108 };

const features = {
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: true,
  has_pages: false,
  has_discussions: false,
  archived: false,
  disabled: false,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
};

/** API address of a repository. */
export function repositoryUrl(world: World, { owner, name }: Pick<Repository, 'owner' | 'name'>): string {
  return `${apiUrl(world)}/repos/${owner}/${name}`;
}

/** The page of a repository, which is also where git finds it. */
export function repositoryPage(world: World, { owner, name }: Pick<Repository, 'owner' | 'name'>): string {
  return `${world.origin()}/${owner}/${name}`;
}

/** A repository as webhooks and pull requests show it. */
export function renderRepository(world: World, repository: Repository): Rendered {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const open = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.private,
    owner: renderAccount(world, repository.owner),
    html_url: page,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(addresses).map(([field, path]) => [field, `${url}${path}`])),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.updatedAt),
    pushed_at: timestamp(repository.pushedAt),
    git_url: `${page.replace(/^http/, 'git')}.git`,
    ssh_url: `git@${new URL(page).hostname}:${repository.owner}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    ...features,
    ...counts,
    open_issues_count: open,
    open_issues: open,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** A repository as its own endpoint shows it to who has these permissions. */
export function renderFullRepository(world: World, repository: Repository, permissions: Permissions): Rendered {
  const push = permissions.contents === 'write';
  return {
    ...renderRepository(world, repository),
    temp_clone_token: '',
    permissions: { admin: false, maintain: false, push, triage: push, pull: true },
    allow_merge_commit: repository.allow.merge,
    allow_squash_merge: repository.allow.squash,
    allow_rebase_merge: repository.allow.rebase,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    subscribers_count: 0,
    network_count: 0,
  };
}

/** A repository as installation events list it. */
export function renderRepositoryBrief(repository: Repository): Rendered {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.private,
  };
}
