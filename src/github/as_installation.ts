import type { Octokit } from '@octokit/rest';
import { NotNowError } from '../service/ports/forge.ts';
import { GitHubRefusalError, GitHubUnreachableError, NoAccessError } from './github_error.ts';
import type { InstallationTokens, TokenScope } from './installation_tokens.ts';
import type { Pace } from './paced.ts';
import { limitEnds, readTrouble } from './read_trouble.ts';

/** What GitHub answered, as Octokit's hooks have it. */
export type Answer = Awaited<ReturnType<Octokit['request']>>;
/** What is asked for, as Octokit's hooks have it. */
export type RequestParameters = Required<Octokit['request']['endpoint']['DEFAULTS']>;
/** Octokit's way to GitHub. */
export type Request = (parameters: RequestParameters) => Answer | Promise<Answer>;
/** A way to GitHub around it. */
export type Send = (request: Request, parameters: RequestParameters) => Promise<Answer>;

/** A token that ends sooner is not begun with. */
const TOKEN_REMAINING_MS = 5 * 60_000;

/** Sends a request in its turn, with a token that is good, and once more with a new one where GitHub does not take it. */
export function asInstallation(around: {
  readonly tokens: InstallationTokens;
  readonly scope: TokenScope;
  readonly pace: Pace;
  readonly clock: { readonly now: () => number };
}): Send {
  const { tokens, scope, pace, clock } = around;

  const sendOnce = async (request: Request, parameters: RequestParameters, token: string): Promise<Answer> => {
    try {
      const headers = { ...parameters.headers, authorization: `token ${token}` };
      const answer = await inOurWords(request, clock)({ ...parameters, headers });
      requireNoLimit(answer, routeOf(parameters), clock.now());
      return answer;
    } catch (error) {
      if (error instanceof NotNowError) await pace.block(error.notBefore);
      throw error;
    }
  };

  return async (request, parameters) => {
    pace.beforeRead();
    const { token } = await tokens.tokenFor(scope, TOKEN_REMAINING_MS);
    if (parameters.method !== 'GET') await pace.beforeWrite();
    try {
      return await sendOnce(request, parameters, token);
    } catch (error) {
      if (!(error instanceof NoAccessError)) throw error;
      tokens.drop(scope, token);
      const renewed = await tokens.tokenFor(scope, TOKEN_REMAINING_MS);
      return await sendOnce(request, parameters, renewed.token);
    }
  };
}

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
    return requireWhole(answer, route);
  };
}

/** Octokit takes a redirect for an answer, and the text of an answer that broke off for its data. */
function requireWhole(answer: Answer, route: string): Answer {
  const { status, data } = answer;
  if (status >= 300) throw new GitHubRefusalError(status, 'it is somewhere else now', route);
  if (status === 204 || status === 205 || typeof data === 'object') return answer;
  throw new GitHubUnreachableError(`The answer of GitHub to ${route} broke off.`);
}

/** GraphQL says in a good answer that a limit was reached. */
function requireNoLimit({ status, headers, data }: Answer, route: string, now: number): void {
  if (!route.endsWith('/graphql') || !Array.isArray(data.errors)) return;
  const until = limitEnds({ status, headers, said: JSON.stringify(data.errors) }, now);
  if (until !== null) throw new NotNowError(until, `GitHub has been asked too often (${route}).`);
}

/** The route as Octokit writes it, with placeholders: it names no repository and no text. */
function routeOf({ method, url }: { readonly method: string; readonly url: string }): string {
  return `${method} ${url}`;
}
