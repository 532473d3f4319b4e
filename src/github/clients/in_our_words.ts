import type { Octokit } from '@octokit/rest';
import { GitHubRefusalError, GitHubUnreachableError } from './github_error.ts';
import { readTrouble } from './read_trouble.ts';

/** What GitHub answered, as Octokit's hooks have it. */
export type Answer = Awaited<ReturnType<Octokit['request']>>;
/** What is asked for, as Octokit's hooks have it. */
export type RequestParameters = Required<Octokit['request']['endpoint']['DEFAULTS']>;
/** Octokit's way to GitHub. */
export type Request = (parameters: RequestParameters) => Answer | Promise<Answer>;

/** Statuses whose answer may have no body. */
const WITHOUT_BODY: readonly number[] = [202, 204, 205];

/** The same request, but its errors are ours, and an answer is a whole one. */
export function inOurWords(
  request: Request,
  clock: { readonly now: () => number },
): (parameters: RequestParameters) => Promise<Answer> {
  return async (parameters) => {
    const route = routeOf(parameters);
    let answer: Answer;
    try {
      answer = await request(parameters);
    } catch (error) {
      throw readTrouble(error, route, clock.now());
    }
    return requireWhole(answer, parameters);
  };
}

/** The route as Octokit writes it, with placeholders: it names no repository and no text. */
export function routeOf({ method, url }: { readonly method: string; readonly url: string }): string {
  return `${method} ${url}`;
}

/**
 * Octokit takes a redirect for an answer, and the text of an answer that broke off for its data. Who asks for an address says so
 * (`request: { givesAddress: true }`), and is answered with one.
 */
function requireWhole(answer: Answer, parameters: RequestParameters): Answer {
  const { status, data } = answer;
  const route = routeOf(parameters);
  if (status === 302 && parameters.request.givesAddress === true) return answer;
  if (status >= 300) throw new GitHubRefusalError(status, 'it is somewhere else now', route);
  if (WITHOUT_BODY.includes(status) || typeof data === 'object') return answer;
  throw new GitHubUnreachableError(`The answer of GitHub to ${route} broke off.`);
}
