import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { inOurWords } from './in_our_words.ts';

/** Where GitHub is, and how it is asked; nothing is read from the environment. */
export type GitHubAddress = {
  /** Of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  /** Planwright's own, for the user agent. */
  readonly version: string;
  readonly clock: { readonly now: () => number };
  readonly fetch?: typeof fetch;
};

/** An App, which proves by its key that it is who asks. */
export type AppIdentity = {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
};

/** One request; beyond it something hangs. */
const REQUEST_TIMEOUT_MS = 10_000;

const nothing = () => undefined;
/** Octokit would write to the console, and requests with their headers to the debug log. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A client that nobody stands behind. It repeats nothing by itself, and its errors are those of `github_error.ts`. */
export function anonymousClient(address: GitHubAddress): Octokit {
  return speakingOurWords(new Octokit(octokitOptions(address)), address);
}

/** A client that acts as the App itself, by its key, and not as one of its installations. Else as {@link anonymousClient}. */
export function appClient(address: GitHubAddress, { appId, privateKey }: AppIdentity): Octokit {
  const auth = { authStrategy: createAppAuth, auth: { appId, privateKey } };
  return speakingOurWords(new Octokit({ ...octokitOptions(address), ...auth }), address);
}

/** What every client of GitHub has in common. */
export function octokitOptions({ apiUrl, version, fetch: send = fetch }: GitHubAddress) {
  return {
    baseUrl: apiUrl,
    userAgent: `planwright/${version}`,
    log: silent,
    request: {
      fetch: (url: string, init: RequestInit) =>
        send(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
      // A redirected POST would arrive as a GET.
      redirect: 'manual' as const,
    },
  };
}

function speakingOurWords(octokit: Octokit, { clock }: GitHubAddress): Octokit {
  octokit.hook.wrap('request', (request, parameters) => inOurWords(request, clock)(parameters));
  return octokit;
}
