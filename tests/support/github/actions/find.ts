import { notFound } from '../api_error.ts';
import type { Pull } from '../render/pull.ts';
import type { CheckRun, Comment, Issue, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** The repository under its present name, or undefined. */
export function repositoryNamed(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  for (const repository of world.state.repositories.values()) {
    if (`${repository.owner}/${repository.name}`.toLowerCase() === wanted) return repository;
  }
  return undefined;
}

/** The repository that once had this name, or undefined. */
export function repositoryFormerlyNamed(world: World, owner: string, name: string): Repository | undefined {
  const id = world.state.formerNames.get(`${owner}/${name}`.toLowerCase());
  return id === undefined ? undefined : world.state.repositories.get(id);
}

/** An issue or pull request; 404 if there is none. */
export function findIssue(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw notFound();
  return issue;
}

/** A pull request; 404 if there is none, or it is an issue. */
export function findPull(repository: Repository, number: number): Pull {
  const issue = findIssue(repository, number);
  if (!isPull(issue)) throw notFound();
  return issue;
}

/** Whether an issue is a pull request. */
export function isPull(issue: Issue): issue is Pull {
  return issue.pull !== undefined;
}

/** A comment; 404 if there is none. */
export function findComment(repository: Repository, id: number): Comment {
  const comment = repository.comments.get(id);
  if (comment === undefined) throw notFound();
  return comment;
}

/** A check run; 404 if there is none. */
export function findCheckRun(repository: Repository, id: number): CheckRun {
  const check = repository.checkRuns.get(id);
  if (check === undefined) throw notFound();
  return check;
}

/** The open pull requests of a repository. */
export function openPulls(repository: Repository): Pull[] {
  return [...repository.issues.values()].filter(isPull).filter(({ state }) => state === 'open');
}

/** Marks a thing as changed now. */
export function touch(world: World, thing: { updatedAt: number }): void {
  thing.updatedAt = world.now();
}
