import type { Comment, Issue, Label, Reaction, Repository } from '../state.ts';
import { botLogin, nodeId, timestamp, timestampOrNull, type World } from '../world.ts';
import { type Rendered, renderAccount, renderAccountOrNull } from './account.ts';
import { renderAppNamed } from './app.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** GitHub's kinds of reactions. */
export const reactionKinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

/** An issue; a pull request too, as the issues endpoints show it. */
export function renderIssue(world: World, repository: Repository, issue: Issue): Rendered {
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const comments = [...repository.comments.values()].filter((comment) => comment.issue === issue.number).length;
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageOf(world, repository, issue),
    id: issue.id,
    node_id: nodeId('I', issue.id),
    number: issue.number,
    title: issue.title,
    user: renderAccount(world, issue.author),
    labels: renderLabels(world, repository, issue),
    state: issue.state,
    locked: false,
    assignee: renderAccountOrNull(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((login) => renderAccount(world, login)),
    milestone: null,
    comments,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    closed_by: renderAccountOrNull(world, issue.closedBy),
    author_association: association(repository, issue.author),
    type: null,
    active_lock_reason: null,
    sub_issues_summary: subIssuesSummary(repository, issue),
    issue_dependencies_summary: dependenciesSummary(repository, issue),
    body: issue.body,
    reactions: renderReactionCounts(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: viaApp(world, issue.author),
    state_reason: issue.stateReason,
    ...(issue.pull === undefined ? {} : { draft: issue.pull.draft, pull_request: pullLinks(world, repository, issue) }),
  };
}

function subIssuesSummary(repository: Repository, { number }: Issue): Rendered {
  const below = repository.below.get(number) ?? [];
  const completed = below.filter((child) => repository.issues.get(child)?.state === 'closed').length;
  const percent = below.length === 0 ? 0 : Math.floor((100 * completed) / below.length);
  return { total: below.length, completed, percent_completed: percent };
}

function dependenciesSummary({ blockedBy, issues }: Repository, { number }: Issue): Rendered {
  const isOpen = (other: number) => issues.get(other)?.state === 'open';
  const blockers = blockedBy.get(number) ?? [];
  const blocked = [...blockedBy].filter(([, by]) => by.includes(number)).map(([other]) => other);
  return {
    blocked_by: blockers.filter(isOpen).length,
    blocking: blocked.filter(isOpen).length,
    total_blocked_by: blockers.length,
    total_blocking: blocked.length,
  };
}

/** The page of an issue or pull request. */
export function pageOf(world: World, repository: Repository, issue: Issue): string {
  return `${repositoryPage(world, repository)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
}

function pullLinks(world: World, repository: Repository, issue: Issue): Rendered {
  const page = pageOf(world, repository, issue);
  return {
    url: `${repositoryUrl(world, repository)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: timestampOrNull(issue.pull?.mergedAt ?? null),
  };
}

/** A comment below an issue or a pull request. */
export function renderComment(world: World, repository: Repository, comment: Comment): Rendered {
  const url = `${repositoryUrl(world, repository)}/issues/comments/${comment.id}`;
  const issue = repository.issues.get(comment.issue);
  const page = issue === undefined ? '' : pageOf(world, repository, issue);
  return {
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(world, repository)}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: renderAccount(world, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: association(repository, comment.author),
    body: comment.body,
    reactions: renderReactionCounts(url, comment.reactions),
    performed_via_github_app: viaApp(world, comment.author),
  };
}

function viaApp(world: World, author: string): Rendered | null {
  return author === botLogin(world.app) ? renderAppNamed(world, world.app.slug) : null;
}

/** How somebody belongs to the repository. */
export function association(repository: Repository, login: string): string {
  if (login.toLowerCase() === repository.owner.toLowerCase()) return 'OWNER';
  return repository.collaborators.has(login.toLowerCase()) ? 'COLLABORATOR' : 'NONE';
}

/** The labels of an issue, in order. */
export function renderLabels(world: World, repository: Repository, issue: Issue): Rendered[] {
  return issue.labels.flatMap((name) => {
    const label = repository.labels.get(name.toLowerCase());
    return label === undefined ? [] : [renderLabel(world, repository, label)];
  });
}

/** One label. */
export function renderLabel(world: World, repository: Repository, label: Label): Rendered {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** One reaction. */
export function renderReaction(world: World, reaction: Reaction): Rendered {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: renderAccount(world, reaction.author),
    content: reaction.content,
    created_at: timestamp(reaction.createdAt),
  };
}

function renderReactionCounts(url: string, reactions: readonly Reaction[]): Rendered {
  const counts = reactionKinds.map((kind) => [kind, reactions.filter(({ content }) => content === kind).length]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}
