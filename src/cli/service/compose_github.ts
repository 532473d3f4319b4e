import { setTimeout as sleep } from 'node:timers/promises';
import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { type Backoff, backoffMs } from '../../core/retry/backoff.ts';
import { createClients } from '../../github/clients/clients.ts';
import { GitHubUnreachableError } from '../../github/clients/github_error.ts';
import { createGitHubForge } from '../../github/forge.ts';
import { createGitHubSide } from '../../github/github_side.ts';
import { gitForge } from '../../local/git_forge.ts';
import { type Forge, NotNowError } from '../../service/ports/forge.ts';
import type { GitHubSide } from '../../service/ports/github_side.ts';
import type { Pacing } from '../../service/ports/pacing.ts';
import { errorMessage } from '../../text/error_message.ts';
import { CliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';

/** How long, and how often, GitHub is asked again who the App is. */
const BACKOFF: Backoff = { firstMs: 500, longestMs: 8_000 };
const TRIES = 6;

/** Where the service's repositories live, and what it has of GitHub. */
export type Forges = { readonly forge: Forge; readonly github: GitHubSide | null };

/** A service without a GitHub App: plans of repositories on this machine. */
export const localForges: Forges = { forge: gitForge, github: null };

/**
 * A service with a GitHub App: repositories are on GitHub or on this machine, each as its record says.
 * @throws CliError where GitHub does not know the App or does not answer
 */
export async function composeGitHub(
  environment: GitHubEnvironment,
  around: { readonly pacing: Pacing; readonly clock: { readonly now: () => number }; readonly version: string },
): Promise<Forges> {
  const { appId, privateKey, webhookSecret, apiUrl, writeSpacingMs, allowedOwners, deliverySweepMs } = environment;
  const clients = createClients({
    ...around,
    appId,
    privateKey,
    apiUrl,
    spacingMs: writeSpacingMs,
    sleep: (ms) => sleep(ms),
  });
  const github = await patiently(() =>
    createGitHubSide({
      clients,
      identity: { appId, privateKey, webhookSecret },
      allowedOwners,
      deliverySweepMs,
    }),
  ).catch((error: unknown) => {
    throw notKnown(apiUrl, error);
  });
  const gitHubForge = createGitHubForge(clients, { id: appId, botLogin: github.botLogin });
  const forgeOf: (repository: { readonly github: unknown }) => Forge = (repository) =>
    repository.github === null ? gitForge : gitHubForge;
  return {
    github,
    forge: {
      send: (request, target) => forgeOf(target.repository).send(request, target),
      credential: (repository) => forgeOf(repository).credential(repository),
    },
  };
}

/** Who starts the service while GitHub is in trouble finds it running once that is over. */
async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error) || failures === TRIES) throw error;
      await sleep(backoffMs(BACKOFF, failures, Math.random()));
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof GitHubUnreachableError || error instanceof NotNowError;
}

function notKnown(apiUrl: string, error: unknown): CliError {
  const why = errorMessage(error).replace(/\.$/, '');
  return new CliError(
    'github_unavailable',
    EXIT.unreachable,
    `GitHub (${apiUrl}) does not know the App, or does not answer: ${why}. Check APP_ID and PRIVATE_KEY with \`planwright doctor\`.`,
  );
}
