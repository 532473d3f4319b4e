import { changedFiles } from '../git/differences.ts';
import { git, tryGit } from '../git/git.ts';
import { readCommits } from '../git/read_commits.ts';
import type { Issue, PullDetails, Repository, Review } from '../state.ts';
import { nodeId, timestamp, timestampOrNull, type World } from '../world.ts';
import { type Rendered, renderAccount, renderAccountOrNull } from './account.ts';
import { association, pageOf, renderLabels } from './issue.ts';
import { renderRepository, repositoryUrl } from './repository.ts';
import { renderTeam } from './team.ts';

/** A pull request as a record: an issue with the details of a pull request. */
export type Pull = Issue & { readonly pull: PullDetails };

/** A pull request as lists show it. */
export function renderPullBrief(world: World, repository: Repository, pull: Pull): Rendered {
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  const issueUrl = `${repositoryUrl(world, repository)}/issues/${pull.number}`;
  const page = pageOf(world, repository, pull);
  const statuses = `${repositoryUrl(world, repository)}/statuses/${pull.pull.headSha}`;
  const links = {
    self: url,
    html: page,
    issue: issueUrl,
    comments: `${issueUrl}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: renderAccount(world, pull.author),
    body: pull.body,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: timestampOrNull(pull.closedAt),
    merged_at: timestampOrNull(pull.pull.mergedAt),
    merge_commit_sha: pull.pull.mergeCommitSha,
    assignee: renderAccountOrNull(world, pull.assignees[0] ?? null),
    assignees: pull.assignees.map((login) => renderAccount(world, login)),
    requested_reviewers: pull.pull.requestedReviewers.map((login) => renderAccount(world, login)),
    requested_teams: pull.pull.requestedTeams.map((slug) => renderTeam(world, repository.owner, slug)),
    labels: renderLabels(world, repository, pull),
    milestone: null,
    draft: pull.pull.draft,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: statuses,
    head: renderSide(world, repository, pull.pull.headBranch, pull.pull.headSha),
    base: renderSide(world, repository, pull.pull.baseBranch, pull.pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: association(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

function renderSide(world: World, repository: Repository, ref: string, sha: string): Rendered {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: renderAccount(world, repository.owner),
    repo: renderRepository(world, repository),
  };
}

/** What a pull request's own endpoint says of merging it. */
export type Mergeability = { readonly mergeable: boolean | null; readonly state: string };

/** A pull request as its own endpoint and webhooks show it. */
export async function renderPull(
  world: World,
  repository: Repository,
  pull: Pull,
  { mergeable, state }: Mergeability = { mergeable: null, state: 'unknown' },
): Promise<Rendered> {
  const comments = [...repository.comments.values()].filter(({ issue }) => issue === pull.number).length;
  return {
    ...renderPullBrief(world, repository, pull),
    merged: pull.pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: renderAccountOrNull(world, pull.pull.mergedBy),
    comments,
    review_comments: 0,
    maintainer_can_modify: false,
    ...(await changeCounts(repository, pull)),
  };
}

async function changeCounts(repository: Repository, { pull }: Pull): Promise<Rendered> {
  const { folder } = repository;
  const { stdout } = await tryGit(folder, ['merge-base', pull.baseSha, pull.headSha]);
  const from = stdout.trim() === '' ? pull.baseSha : stdout.trim();
  const commits = await readCommits(folder, [`${pull.baseSha}..${pull.headSha}`]);
  const files = await changedFiles(folder, from, pull.headSha);
  const summary = await git(folder, ['diff', '--shortstat', from, pull.headSha]);
  const lines = (kind: string) => Number(new RegExp(`(\\d+) ${kind}`).exec(summary)?.[1] ?? 0);
  return {
    commits: commits.length,
    additions: lines('insertion'),
    deletions: lines('deletion'),
    changed_files: files.length,
  };
}

/** A review. */
export function renderReview(world: World, repository: Repository, pull: Pull, review: Review): Rendered {
  const page = `${pageOf(world, repository, pull)}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: renderAccount(world, review.author),
    body: review.body,
    commit_id: review.commit,
    submitted_at: timestamp(review.submittedAt),
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: association(repository, review.author),
    _links: { html: { href: page }, pull_request: { href: url } },
  };
}
