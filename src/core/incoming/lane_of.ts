import type { IncomingEvent } from './incoming_event.ts';

/**
 * What an event is about: those of one lane are processed in the order they came, so that none overtakes one that has to
 * wait. An issue and a pull request are numbered together, and so share their lanes. null: it has no order.
 */
export function laneOf({ repository, installation, body }: IncomingEvent): string | null {
  switch (body.kind) {
    case 'access':
      return installation === null ? null : `installation:${installation}`;
    case 'issue':
    case 'comment':
      return repository === null ? null : `${lanesOfIssues(repository.id)}${body.issue.number}`;
    case 'relations':
      return repository === null ? null : `${lanesOfIssues(repository.id)}${body.of}`;
    case 'pull':
    case 'review':
    case 'thread_resolved':
      return repository === null ? null : `${lanesOfIssues(repository.id)}${body.pull.number}`;
    case 'push':
      return repository === null ? null : `${repository.id}@${body.branch}`;
    case 'check_action':
    case 'check_completed':
      return repository === null ? null : `${repository.id}!${body.check.headCommit}`;
    case 'comment_deleted':
    case 'ignored':
      return null;
    default:
      return body satisfies never;
  }
}

/** The repository (its id at GitHub, as text) whose lane this is; null: that of an installation, or none. */
export function repositoryOfLane(lane: string | null): string | null {
  return /^(\d+)[#@!]/.exec(lane ?? '')?.[1] ?? null;
}

/** How the lanes of all issues of a repository begin; `repository` is its id at GitHub. */
export function lanesOfIssues(repository: number): string {
  return `${repository}#`;
}
