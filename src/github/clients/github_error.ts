/** GitHub said no, and will say so again: which effect it was decides what that means. Carries nothing of the request but its route. */
export class GitHubRefusalError extends Error {
  override readonly name = 'GitHubRefusalError';
  readonly code = 'github_refusal';
  /** The HTTP status; 200 for GraphQL, which tells in the body. */
  readonly status: number;
  /** What GitHub said, on one line, without the address of its documentation. */
  readonly said: string;

  constructor(status: number, said: string, route: string) {
    super(`GitHub answered ${status} to ${route}: ${said}`);
    this.status = status;
    this.said = said;
  }
}

/** GitHub gave no answer, half of one, or one of a server in trouble. It passes; whether a write was done is not known. */
export class GitHubUnreachableError extends Error {
  override readonly name = 'GitHubUnreachableError';
  readonly code = 'github_unreachable';
}

/** GitHub did what it was asked, and answered something else than it documents. `found` says what is wrong with it. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  readonly code = 'github_unexpected';

  constructor(route: string, found: string, cause?: unknown) {
    super(`GitHub's answer to ${route} is not what it documents: ${found}.`, { cause });
  }
}

/** The App does not reach the repository now: removed from it, suspended, or its key is not taken. People can mend it, so it passes. */
export class NoAccessError extends Error {
  override readonly name = 'NoAccessError';
  readonly code = 'github_no_access';
  /** GitHub does not take the key or token that it was shown (401), whatever repository it is about. */
  readonly isUnauthenticated: boolean;

  constructor(message: string, { isUnauthenticated = false }: { readonly isUnauthenticated?: boolean } = {}) {
    super(message);
    this.isUnauthenticated = isUnauthenticated;
  }
}

/** Somebody changed the same thing at the same moment. It passes: sent again, the effect looks anew. */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
  readonly code = 'changed_meanwhile';
}

/** The repository goes by another name now; what was begun has to be begun again under that one. */
export class RepositoryMovedError extends Error {
  override readonly name = 'RepositoryMovedError';
  readonly code = 'repository_moved';
  /** `owner/name`. */
  readonly to: string;

  constructor(to: string) {
    super(`The repository is called ${to} now.`);
    this.to = to;
  }
}

/** Whether it is a refusal with one of these HTTP statuses. */
export function isRefusal(error: unknown, ...statuses: readonly number[]): error is GitHubRefusalError {
  return error instanceof GitHubRefusalError && statuses.includes(error.status);
}

/**
 * Whether an issue, comment or conversation cannot be written to any more: deleted, transferred or locked. That the App lacks a
 * permission is another matter.
 */
export function isOutOfReach(error: unknown): boolean {
  return isRefusal(error, 301, 404, 410) || (isRefusal(error, 403) && /locked/i.test(error.said));
}
