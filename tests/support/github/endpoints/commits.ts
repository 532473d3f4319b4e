import { mergeCommit } from '../actions/merge.ts';
import { notFound, refused } from '../api_error.ts';
import { resolveCommit } from '../git/bare_repository.ts';
import { comparedFiles } from '../git/differences.ts';
import { tryGit } from '../git/git.ts';
import { readCommit, readCommits } from '../git/read_commits.ts';
import { created, type Endpoint, noContent, ok, type RepositoryCall, repositoryEndpoint } from '../http/endpoint.ts';
import { pageAsked, paged } from '../http/paging.ts';
import { renderCommit, renderGitCommit } from '../render/commit.ts';
import { repositoryPage, repositoryUrl } from '../render/repository.ts';
import type { Repository } from '../state.ts';

type MergeBody = { readonly base: string; readonly head: string; readonly commit_message?: string };

/** Commits: read, compared and merged. */
export const commitEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('git/get-commit', 'contents:read', async ({ world, repository, path }) => {
    const commit = await readCommit(repository.folder, await commitNamed(repository, path.commit_sha));
    return ok(renderGitCommit(world, repository, commit));
  }),
  repositoryEndpoint('repos/get-commit', 'contents:read', async (call) => {
    const { world, repository, path } = call;
    const commit = await readCommit(repository.folder, await commitNamed(repository, path.ref, 422));
    const files = await renderFiles(call, commit.parents[0], commit.sha);
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    const stats = { additions, deletions, total: additions + deletions };
    return ok({ ...renderCommit(world, repository, commit), stats, files });
  }),
  repositoryEndpoint('repos/list-commits', 'contents:read', listCommits),
  repositoryEndpoint('repos/compare-commits-with-basehead', 'contents:read', compare),
  repositoryEndpoint('repos/get-branch', 'contents:read', async ({ world, repository, path }) => {
    const sha = repository.refs.get(`refs/heads/${path.branch}`);
    if (sha === undefined) throw notFound();
    const url = `${repositoryUrl(world, repository)}/branches/${path.branch}`;
    return ok({
      name: path.branch,
      commit: renderCommit(world, repository, await readCommit(repository.folder, sha)),
      _links: { self: url, html: `${repositoryPage(world, repository)}/tree/${path.branch}` },
      protected: false,
      protection: protectionOf(repository, path.branch),
      protection_url: `${url}/protection`,
    });
  }),
  repositoryEndpoint('repos/get-branch-rules', 'metadata:read', (call) => paged(call, rulesOf(call))),
  repositoryEndpoint<MergeBody>('repos/merge', 'contents:write', async ({ world, repository, body, actor }) => {
    const base = repository.refs.get(`refs/heads/${body.base}`);
    if (base === undefined) throw refused(404, 'Base does not exist');
    const head = await resolveCommit(repository.folder, body.head);
    if (head === undefined) throw refused(404, 'Head does not exist');
    const message = body.commit_message ?? `Merge ${body.head} into ${body.base}`;
    const result = await mergeCommit(world, repository, actor, { branch: body.base, base, head, message });
    switch (result.kind) {
      case 'merged':
        return created(renderCommit(world, repository, await readCommit(repository.folder, result.commit)));
      case 'nothing_to_merge':
        return noContent;
      case 'conflict':
        throw refused(409, 'Merge conflict');
      default:
        throw new Error(`There is no result ${JSON.stringify(result satisfies never)}.`);
    }
  }),
];

/** What rulesets demand of a branch. */
function rulesOf({ repository, path }: RepositoryCall) {
  const { owner, name, id, ruledChecks } = repository;
  const source = { ruleset_source_type: 'Repository', ruleset_source: `${owner}/${name}`, ruleset_id: id };
  const checks = ruledChecks.get(path.branch ?? '') ?? [];
  if (checks.length === 0) return [];
  const demanded = checks.map((context) => ({ context, integration_id: 15_368 }));
  const parameters = { strict_required_status_checks_policy: false, required_status_checks: demanded };
  return [
    { type: 'non_fast_forward', ...source },
    { type: 'required_status_checks', parameters, ...source },
  ];
}

/** As the branch itself tells of it, which is less than its protection's own endpoint tells. */
function protectionOf({ requiredChecks }: Repository, branch = '') {
  const contexts = requiredChecks.get(branch) ?? [];
  const level = contexts.length === 0 ? 'off' : 'non_admins';
  return {
    enabled: contexts.length > 0,
    required_status_checks: {
      enforcement_level: level,
      contexts,
      checks: contexts.map((context) => ({ context, app_id: null })),
    },
  };
}

/** The commit of a branch, tag or id; an error of this status if there is none. */
async function commitNamed({ folder }: Repository, name = '', status: 404 | 422 = 404): Promise<string> {
  const commit = await resolveCommit(folder, name.replace(/^(refs\/)?heads\//, ''));
  if (commit !== undefined) return commit;
  throw status === 404 ? notFound() : refused(422, `No commit found for SHA: ${name}`);
}

async function listCommits(call: RepositoryCall) {
  const { world, repository, query } = call;
  const { page, size } = pageAsked(call);
  const from = await commitNamed(repository, query.get('sha') ?? repository.defaultBranch);
  const path = query.get('path');
  const limit = { skip: (page - 1) * size, count: size + 1, ...(path === null ? {} : { path }) };
  const commits = await readCommits(repository.folder, [from], limit);
  const next = new URL(call.url);
  next.searchParams.set('page', `${page + 1}`);
  const link = commits.length > size ? { link: `<${next.href}>; rel="next"` } : {};
  return ok(
    commits.slice(0, size).map((commit) => renderCommit(world, repository, commit)),
    link,
  );
}

async function compare(call: RepositoryCall) {
  const { world, repository, path } = call;
  const { folder } = repository;
  const [baseName, headName] = (path.basehead ?? '').split('...');
  const base = await commitNamed(repository, baseName);
  const head = await commitNamed(repository, headName);
  const { stdout } = await tryGit(folder, ['merge-base', base, head]);
  const shared = stdout.trim();
  if (shared === '') throw refused(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = (await readCommits(folder, [`${base}..${head}`])).reverse();
  const behind = (await readCommits(folder, [`${head}..${base}`])).length;
  const { page, size } = pageAsked(call);
  const url = `${repositoryUrl(world, repository)}/compare/${path.basehead}`;
  const address = `${repositoryPage(world, repository)}/compare/${path.basehead}`;
  return ok({
    url,
    html_url: address,
    permalink_url: address,
    diff_url: `${address}.diff`,
    patch_url: `${address}.patch`,
    base_commit: renderCommit(world, repository, await readCommit(folder, base)),
    merge_base_commit: renderCommit(world, repository, await readCommit(folder, shared)),
    status: statusOf(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.slice((page - 1) * size, page * size).map((commit) => renderCommit(world, repository, commit)),
    files: page === 1 ? await renderFiles(call, shared, head) : [],
  });
}

function statusOf(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}

/** A comparison shows no more files than these, and shows them on its first page only. */
const mostFiles = 300;

/** The files that differ between two commits, with their lines. */
async function renderFiles(call: RepositoryCall, from: string | undefined, to: string) {
  const { world, repository } = call;
  const page = repositoryPage(world, repository);
  const files = await comparedFiles(repository.folder, from, to);
  return files.slice(0, mostFiles).map(({ path, previous, status, additions, deletions, blob, patch }) => ({
    sha: blob,
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${page}/blob/${to}/${path}`,
    raw_url: `${page}/raw/${to}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${to}`,
    ...(previous === undefined ? {} : { previous_filename: previous }),
    ...(patch === undefined ? {} : { patch }),
  }));
}
