import { NotNowError } from '../../service/ports/forge.ts';
import { GitHubRefusalError, GitHubUnreachableError, NoAccessError } from './github_error.ts';

/** What GitHub asks for where it says nothing: "wait at least one minute". */
const UNTOLD_WAIT_MS = 60_000;
/** Primary limits are per hour; a later time is a clock that goes wrong. */
const LONGEST_WAIT_MS = 70 * 60_000;

/**
 * What an error of Octokit means. Its own errors carry the request; ours carry no more than the route, so that no token and
 * no text of a plan reaches a log. A limit that was reached becomes a {@link NotNowError}.
 *
 * Limits: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function readTrouble(thrown: unknown, route: string, now: number): Error {
  const answer = answerOf(thrown);
  if (answer === null) {
    return new GitHubUnreachableError(`GitHub gave no answer to ${route}: ${reasonOf(thrown)}.`);
  }
  const { status, headers, said } = answer;
  const until = limitEnds(answer, now);
  if (until !== null) {
    return new NotNowError(until, `GitHub has been asked too often (${status} to ${route}).`);
  }
  if (status >= 500) {
    const id = headers['x-github-request-id'];
    return new GitHubUnreachableError(`GitHub answered ${status} to ${route}${id ? ` (request ${id})` : ''}.`);
  }
  if (status === 401 || (status === 403 && /suspended/i.test(said))) {
    const message = `GitHub does not let the App in (${status} to ${route}): ${said}`;
    return new NoAccessError(message, { isUnauthenticated: status === 401 });
  }
  return new GitHubRefusalError(status, said, route);
}

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly said: string;
};

/** When a limit that was reached ends, in epoch milliseconds; null: none was. */
export function limitEnds({ status, headers, said }: Answer, now: number): number | null {
  if (status !== 403 && status !== 429 && status !== 200) return null;
  const spent = String(headers['x-ratelimit-remaining']) === '0';
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined && status !== 200) return bounded(now + Number(retryAfter) * 1_000, now);
  if (spent && (status !== 200 || /rate.?limit/i.test(said))) {
    return bounded(Number(headers['x-ratelimit-reset']) * 1_000, now);
  }
  return status === 429 || /(secondary|api) rate limit|RATE_LIMITED|abuse detection/i.test(said)
    ? now + UNTOLD_WAIT_MS
    : null;
}

function bounded(until: number, now: number): number {
  if (!Number.isFinite(until)) return now + UNTOLD_WAIT_MS;
  return Math.min(Math.max(until, now + 1_000), now + LONGEST_WAIT_MS);
}

/** GitHub's answer; null where none came. Octokit gives its errors a status even then. */
function answerOf(thrown: unknown): Answer | null {
  if (!(thrown instanceof Error) || !('response' in thrown) || !isRecord(thrown.response)) return null;
  const { status, headers } = thrown.response;
  if (typeof status !== 'number') return null;
  return { status, headers: isRecord(headers) ? (headers as Answer['headers']) : {}, said: firstLine(thrown.message) };
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'no reason is known';
  return thrown.message.replace(/\.$/, '');
}

/** Octokit appends the address of a page of documentation. */
function firstLine(message: string): string {
  return message
    .replace(/ - https?:\S+$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 500);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
