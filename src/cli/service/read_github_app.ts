import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type GitHubEnvironment, readGitHubEnvironment } from '../../config/github_environment.ts';
import { namesApp, privateKeyPath } from '../../config/naming_app.ts';
import type { CliContext } from '../cli_context.ts';
import { ownCommand } from '../text/own_command.ts';
import { credentialsFile, readCredentials } from './credentials_file.ts';

/**
 * The GitHub App that the service is: as the environment names it, else as `planwright setup` kept it in the working
 * directory; undefined where neither does.
 * @throws EnvironmentError, CredentialsError
 */
export async function readGitHubApp({
  variables,
  cwd,
}: Pick<CliContext, 'variables' | 'cwd'>): Promise<GitHubEnvironment | undefined> {
  const keyFile = privateKeyPath(variables);
  const privateKey =
    keyFile === undefined ? undefined : await readFile(resolve(cwd, keyFile), 'utf8').catch(() => undefined);
  const credentials = namesApp(variables) ? undefined : await readCredentials(credentialsFile(cwd));
  return readGitHubEnvironment(variables, { privateKey, credentials });
}

/** What is said wherever an App is wanted and none is set up: what that means, and how to make one. */
export function noGitHubApp({ variables }: CliContext): string {
  const setup = ownCommand(variables, ['setup'], undefined);
  return `No GitHub App is set up: webhooks are refused, and plan issues start nothing. \`${setup}\` makes one; an App that exists is named by APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.`;
}
