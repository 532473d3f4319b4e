import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { onTestFinished } from 'vitest';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/start_github.ts';

/** A stand-in with `acme/app`, the app installed there and alice as somebody who may write; it ends with the test. */
export async function startWithRepository(options: GitHubOptions = {}): Promise<GitHub> {
  const github = await startGitHub(options);
  onTestFinished(github.close);
  await github.createRepository({ owner: 'acme', name: 'app', files: { 'README.md': 'hello\n', 'src/a.ts': 'a\n' } });
  github.addCollaborator('acme/app', 'alice', 'write');
  github.installApp('acme');
  return github;
}

/** The client of the app's installation for an owner; without one, of the app itself. */
export function clientOf(github: GitHub, owner?: string): Octokit {
  const { appId, privateKey, url: baseUrl } = github;
  const installation = owner === undefined ? {} : { installationId: github.installation(owner).id };
  return new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey, ...installation },
    baseUrl,
    log: silent,
  });
}

/** Says nothing of requests that fail. */
export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** `acme/app` as parameters. */
export const app = { owner: 'acme', repo: 'app' };

/** The status of a request that fails, with GitHub's message. */
export async function failure(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'succeeded';
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data: { message?: string } } };
    const data = response?.data as { message?: string; errors?: { message?: string }[] } | undefined;
    return [status, data?.message, ...(data?.errors ?? []).map(({ message }) => message)]
      .filter((part) => part !== undefined)
      .join(': ');
  }
}
