import { NotNowError } from '../../service/ports/forge.ts';
import { NoAccessError } from './github_error.ts';
import { type Answer, inOurWords, type Request, type RequestParameters, routeOf } from './in_our_words.ts';
import type { InstallationTokens, TokenScope } from './installation_tokens.ts';
import type { Pace, Patience } from './paced.ts';
import { limitEnds } from './read_trouble.ts';

/** A way to GitHub around it. */
export type Send = (request: Request, parameters: RequestParameters) => Promise<Answer>;

/** A token that ends sooner is not begun with. */
const TOKEN_REMAINING_MS = 5 * 60_000;

/** Sends a request in its turn, with a token that is good, and once more with a new one where GitHub does not take it. */
export function asInstallation(around: {
  readonly tokens: InstallationTokens;
  readonly scope: TokenScope;
  readonly pace: Pace;
  readonly patience: Patience;
  readonly clock: { readonly now: () => number };
}): Send {
  const { tokens, scope, pace, patience, clock } = around;

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
    if (parameters.method !== 'GET') await pace.beforeWrite(patience);
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

/** GraphQL says in a good answer that a limit was reached. */
function requireNoLimit({ status, headers, data }: Answer, route: string, now: number): void {
  if (!route.endsWith('/graphql') || !Array.isArray(data.errors)) return;
  const until = limitEnds({ status, headers, said: JSON.stringify(data.errors) }, now);
  if (until !== null) throw new NotNowError(until, `GitHub has been asked too often (${route}).`);
}
