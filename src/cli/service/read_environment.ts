import { EnvironmentError, problemsOf } from '../../config/environment_error.ts';
import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { readServiceEnvironment, type ServiceEnvironment } from '../../config/service_environment.ts';
import type { CliContext } from '../cli_context.ts';
import { readGitHubApp } from './read_github_app.ts';

/** All that `planwright serve` is told by its environment and the file of `planwright setup`. */
export type ServingEnvironment = {
  readonly environment: ServiceEnvironment;
  /** undefined: no GitHub App is set up. */
  readonly github: GitHubEnvironment | undefined;
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
  if (environment.status === 'fulfilled' && github.status === 'fulfilled') {
    return { environment: environment.value, github: github.value };
  }
  throw new EnvironmentError(problemsOf([environment, github]));
}
