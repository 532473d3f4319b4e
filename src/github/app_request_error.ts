/**
 * Why GitHub did not do what the App asked.
 *
 * - `github_unreachable`: no answer, or one of a server in trouble; asking again later may help.
 * - `github_unauthorized`: GitHub does not know the App's key or its number.
 * - `github_not_found`: what was asked for does not exist (any more).
 * - `github_refused`: anything else that GitHub says no to.
 */
export type AppRequestErrorCode = 'github_unreachable' | 'github_unauthorized' | 'github_not_found' | 'github_refused';

/** A request of the App, or for one, that GitHub did not fulfil. `message` says what it said, in one sentence. */
export class AppRequestError extends Error {
  override readonly name = 'AppRequestError';
  readonly code: AppRequestErrorCode;
  /** Of the HTTP answer; undefined where none came. */
  readonly status: number | undefined;

  constructor(code: AppRequestErrorCode, status: number | undefined, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
  }
}

/** What Octokit threw, in our words. Errors that are not GitHub's stay as they are. */
export function toAppRequestError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return thrown;
  // Octokit says 500 also where nothing answered.
  if (!('response' in thrown) || thrown.response === undefined) {
    const inner = thrown.cause instanceof Error ? thrown.cause : thrown;
    const reason = inner.cause instanceof Error ? inner.cause.message : inner.message;
    return new AppRequestError('github_unreachable', undefined, `GitHub does not answer (${reason}).`, thrown);
  }
  const said = firstLine(thrown.message);
  const { status } = thrown;
  return new AppRequestError(codeOf(status), status, `GitHub answered ${status}: ${said}.`, thrown);
}

function codeOf(status: number): AppRequestErrorCode {
  if (status === 401) return 'github_unauthorized';
  if (status === 404) return 'github_not_found';
  return status >= 500 || status === 429 ? 'github_unreachable' : 'github_refused';
}

/** Octokit appends the address of a page of documentation. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ - https?:\S+$/, '').replace(/\.$/, '');
}
