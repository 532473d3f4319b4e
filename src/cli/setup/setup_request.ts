import { type GitHubHosts, readGitHubHosts } from '../../config/github_hosts.ts';
import { HttpUrl } from '../../config/variable.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { type AppManifest, type Webhook, webhookOf } from './app_manifest.ts';

/** What `planwright setup` was asked on the command line. */
export type SetupOptions = {
  readonly org?: string;
  readonly url?: string;
  readonly name?: string;
  readonly port?: number;
  readonly again?: true;
  /** False: the address is printed and no browser opened. */
  readonly open: boolean;
};

/** What is to be made. */
export type SetupRequest = GitHubHosts & {
  readonly organisation: string | undefined;
  readonly name: string;
  readonly publicUrl: string | undefined;
  readonly webhook: Webhook;
};

/** GitHub takes no longer name of an App. */
const LONGEST_NAME = 34;

/**
 * Puts together what the command line, the environment and `app.yml` say.
 * @throws CliError, EnvironmentError
 */
export function setupRequest(context: CliContext, options: SetupOptions, manifest: AppManifest): SetupRequest {
  const hosts = readGitHubHosts(context.variables);
  const { org: organisation } = options;
  if (organisation !== undefined && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(organisation)) {
    throw usageError('usage', `${organisation} is no login of an organisation; give it as in its address on GitHub.`);
  }
  const publicUrl = publicUrlOf(options.url ?? context.variables.PUBLIC_URL);
  const name = options.name?.trim() ?? defaultName(manifest, organisation);
  if (name === '' || name.length > LONGEST_NAME) {
    throw usageError(
      'usage',
      `GitHub takes names of Apps from 1 to ${LONGEST_NAME} characters; choose another --name.`,
    );
  }
  return { ...hosts, organisation, name, publicUrl, webhook: webhookOf(publicUrl, hosts.webUrl) };
}

/** Names of Apps are unique on all of GitHub, so the organisation's is part of it; the page there lets one change it. */
function defaultName({ name }: AppManifest, organisation: string | undefined): string {
  return organisation === undefined ? name : `${name} ${organisation}`.slice(0, LONGEST_NAME);
}

function publicUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const url = HttpUrl.safeParse(text.trim());
  if (url.success) return url.data;
  throw usageError('usage', `${text} is no http or https URL; give --url or PUBLIC_URL as people reach the service.`);
}
