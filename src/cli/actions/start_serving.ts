import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { guessableWarning } from '../../config/secrets.ts';
import type { Log } from '../../service/dependencies.ts';
import type { CliContext } from '../cli_context.ts';
import { composeService } from '../service/compose_service.ts';
import { withDatabase } from '../service/database_trouble.ts';
import { jsonLog } from '../service/json_log.ts';
import { listen } from '../service/listen.ts';
import { ownDatabase } from '../service/own_database.ts';
import { partsOf } from '../service/parts_of.ts';
import { readServingEnvironment } from '../service/read_environment.ts';
import { noGitHubApp } from '../service/read_github_app.ts';

/** A service that answers. */
export type Serving = {
  readonly address: string;
  /** undefined: no GitHub App is set up. */
  readonly github: GitHubEnvironment | undefined;
  readonly log: Log;
  readonly stop: () => Promise<void>;
};

/**
 * Starts the service that the environment describes.
 * @throws EnvironmentError, CredentialsError, MigrationError, CliError
 */
export async function startServing(context: CliContext): Promise<Serving> {
  const { environment, github, guessable } = await readServingEnvironment(context);
  const log = jsonLog((line) => context.stderr.write(line), environment.logLevel);
  const ownership = await ownDatabase(environment.databaseUrl, environment.operatorToken).catch((error: unknown) => {
    throw withDatabase(environment.databaseUrl, error);
  });
  const closing = [async () => ownership?.release()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const service = await composeService(partsOf({ environment, github }, context.version, log));
    closing.push(() => service.close());
    const listening = await listen(service.app, environment.host, environment.port);
    const background = service.startBackground();
    closing.push(
      () => background.stop(),
      () => listening.close(),
    );
    await ownership?.publish({ address: listening.address, token: environment.operatorToken });
    log('info', 'The service listens.', { address: listening.address });
    if (github === undefined) log('warn', noGitHubApp(context));
    if (guessable !== undefined) log('warn', guessableWarning(guessable));
    return { address: listening.address, github, log, stop: close };
  } catch (error) {
    await close();
    throw withDatabase(environment.databaseUrl, error);
  }
}
