import { validationFailed } from '../api_error.ts';
import { renderIssue } from '../render/issue.ts';
import { renderRepository } from '../render/repository.ts';
import type { Issue, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { findIssue } from './find.ts';

/** Puts an issue below another, last of those there, or takes it away; an issue stands below one other at most. */
export function setBelow(
  world: World,
  repository: Repository,
  by: string,
  { issue, parent, isBelow }: { readonly issue: number; readonly parent: number; readonly isBelow: boolean },
): void {
  const children = repository.below.get(parent) ?? [];
  const others = children.filter((number) => number !== issue);
  const hasOther = [...repository.below].some(([number, below]) => number !== parent && below.includes(issue));
  if (isBelow && hasOther) throw validationFailed('Issue', { field: 'sub_issue_id', code: 'custom', message: 'taken' });
  repository.below.set(parent, isBelow ? [...others, issue] : others);
  const action = isBelow ? 'added' : 'removed';
  const [child, above] = [findIssue(repository, issue), findIssue(repository, parent)];
  const payload = {
    sub_issue_id: child.id,
    sub_issue: renderIssue(world, repository, child),
    parent_issue_id: above.id,
    parent_issue: renderIssue(world, repository, above),
  };
  const rendered = renderRepository(world, repository);
  world.emit('sub_issues', repository, by, {
    action: `parent_issue_${action}`,
    parent_issue_repo: rendered,
    ...payload,
  });
  world.emit('sub_issues', repository, by, { action: `sub_issue_${action}`, sub_issue_repo: rendered, ...payload });
}

/** Marks an issue as blocked by another, or takes that away. */
export function setBlocked(
  world: World,
  repository: Repository,
  by: string,
  { issue, blocker, isBlocked }: { readonly issue: number; readonly blocker: number; readonly isBlocked: boolean },
): void {
  const others = (repository.blockedBy.get(issue) ?? []).filter((number) => number !== blocker);
  repository.blockedBy.set(issue, isBlocked ? [...others, blocker] : others);
  const action = isBlocked ? 'added' : 'removed';
  const [blocked, blocking] = [findIssue(repository, issue), findIssue(repository, blocker)];
  const payload = {
    blocked_issue_id: blocked.id,
    blocked_issue: renderIssue(world, repository, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: renderIssue(world, repository, blocking),
  };
  const rendered = renderRepository(world, repository);
  world.emit('issue_dependencies', repository, by, {
    action: `blocked_by_${action}`,
    blocking_issue_repo: rendered,
    ...payload,
  });
  world.emit('issue_dependencies', repository, by, {
    action: `blocking_${action}`,
    blocked_issue_repo: rendered,
    ...payload,
  });
}

/** The issues below an issue, in their order. */
export function issuesBelow(repository: Repository, number: number): readonly Issue[] {
  return (repository.below.get(number) ?? []).map((child) => findIssue(repository, child));
}

/** The issues that an issue is blocked by, closed ones too. */
export function blockersOf(repository: Repository, number: number): readonly Issue[] {
  return (repository.blockedBy.get(number) ?? []).map((blocker) => findIssue(repository, blocker));
}
