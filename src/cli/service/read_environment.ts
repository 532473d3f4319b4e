import { EnvironmentError, problemsOf } from '../../config/environment_error.ts';
import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { type Guessable, guessableSecrets, repeatedSecrets, type Secrets } from '../../config/secrets.ts';
import { readServiceEnvironment, type ServiceEnvironment } from '../../config/service_environment.ts';
import type { CliContext } from '../cli_context.ts';
import { readGitHubApp } from './read_github_app.ts';

/** All that `planwright serve` is told by its environment and the file of `planwright setup`. */
export type ServingEnvironment = {
  readonly environment: ServiceEnvironment;
  /** undefined: no GitHub App is set up. */
  readonly github: GitHubEnvironment | undefined;
  /** What could be guessed of its secrets; undefined: nothing. */
  readonly guessable: Guessable | undefined;
};

/**
 * Reads the environment of `planwright serve`.
 * @throws EnvironmentError with the problems of all its parts at once, CredentialsError
 */
export async function readServingEnvironment(
  context: Pick<CliContext, 'variables' | 'cwd'>,
): Promise<ServingEnvironment> {
  const [environment, github] = await Promise.allSettled([
    Promise.try(() => readServiceEnvironment(context.variables)),
    readGitHubApp(context),
  ]);
  const secrets = secretsOf(context.variables, github.status === 'fulfilled' ? github.value : undefined);
  const problems = [...problemsOf([environment, github]), ...repeatedSecrets(secrets)];
  if (environment.status === 'fulfilled' && github.status === 'fulfilled' && problems.length === 0) {
    return { environment: environment.value, github: github.value, guessable: guessableSecrets(secrets) };
  }
  throw new EnvironmentError(problems);
}

/** All of them, also where some other variable is wrong, so that everything is told at once. */
function secretsOf(variables: CliContext['variables'], github: GitHubEnvironment | undefined): Secrets {
  return {
    RUNNER_TOKEN: variables.RUNNER_TOKEN?.trim(),
    OPERATOR_TOKEN: variables.OPERATOR_TOKEN?.trim(),
    TICK_SECRET: variables.TICK_SECRET?.trim(),
    WEBHOOK_SECRET: github?.webhookSecret ?? variables.WEBHOOK_SECRET?.trim(),
  };
}
