import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';

/** An App and where its GitHub is. */
export type AppIdentity = {
  /** Of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
};

/** One request; beyond it something hangs. */
const REQUEST_TIMEOUT_MS = 15_000;

const nothing = () => undefined;
/** Octokit would write to the console. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A client of GitHub that nobody stands behind. It repeats nothing by itself. */
export function anonymousClient(apiUrl: string): Octokit {
  return new Octokit(optionsFor(apiUrl));
}

/** A client that acts as the App itself, by its key, and not as one of its installations. It repeats nothing by itself. */
export function appClient({ apiUrl, appId, privateKey }: AppIdentity): Octokit {
  return new Octokit({ ...optionsFor(apiUrl), authStrategy: createAppAuth, auth: { appId, privateKey } });
}

function optionsFor(apiUrl: string) {
  return {
    baseUrl: apiUrl,
    userAgent: 'planwright',
    log: silent,
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
    },
  };
}
