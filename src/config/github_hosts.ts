import { z } from 'zod';
import { EnvironmentError } from './environment_error.ts';
import { readVariables, type Variables } from './read_variables.ts';

/** Where GitHub is reached. No address ends in a slash. */
export type GitHubHosts = {
  /** Of the REST API: `https://api.github.com`, or `<protocol>://<host>/api/v3`. */
  readonly apiUrl: string;
  /** Of the pages, and of repositories for git: `https://github.com`, or `<protocol>://<host>`. */
  readonly webUrl: string;
};

const GITHUB: GitHubHosts = { apiUrl: 'https://api.github.com', webUrl: 'https://github.com' };

const Schema = z.object({
  GHE_HOST: z
    .string()
    .refine((host) => URL.canParse(`https://${host}`) && isHostAlone(host), 'is no host name')
    .refine((host) => !/^(?:api\.|www\.)?github\.com$/i.test(host), 'names github.com, which needs no setting')
    .optional(),
  GHE_PROTOCOL: z.enum(['http', 'https'], 'is neither http nor https').default('https'),
});

const mends: Record<keyof typeof Schema.shape, string> = {
  GHE_HOST: 'Give the host of your GitHub Enterprise Server, for example github.example.org, or leave it out.',
  GHE_PROTOCOL: 'Leave it out for https; http is for a GHE_HOST on this machine alone.',
};

/**
 * Reads where GitHub is.
 * @throws EnvironmentError with all problems at once
 */
export function readGitHubHosts(variables: Variables): GitHubHosts {
  const { GHE_HOST: host, GHE_PROTOCOL: protocol } = readVariables(Schema, mends, variables);
  if (host === undefined) return GITHUB;
  if (protocol === 'http' && !isLoopback(new URL(`http://${host}`).hostname)) {
    // Tokens and the key's signatures would travel in the open.
    const what = `is http, but ${host} is not on this machine`;
    throw new EnvironmentError([{ name: 'GHE_PROTOCOL', what, mend: mends.GHE_PROTOCOL }]);
  }
  const webUrl = new URL(`${protocol}://${host}`).origin;
  return { apiUrl: `${webUrl}/api/v3`, webUrl };
}

/** True for a host that only this machine reaches. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

function isHostAlone(host: string): boolean {
  const { pathname, search, hash, username } = new URL(`https://${host}`);
  return pathname === '/' && search === '' && hash === '' && username === '' && !host.endsWith('/');
}
