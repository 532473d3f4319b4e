import { readServiceEnvironment, type ServiceEnvironment } from '../../config/service_environment.ts';
import type { Log } from '../../service/dependencies.ts';
import type { CliContext } from '../cli_context.ts';
import { composeService } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import { listen } from '../service/listen.ts';

/** A service that answers. */
export type Serving = { readonly address: string; readonly log: Log; readonly stop: () => Promise<void> };

/**
 * Starts the service that the environment describes.
 * @throws EnvironmentError, DatabaseError, MigrationError, CliError
 */
export async function startServing(context: CliContext): Promise<Serving> {
  const environment = readServiceEnvironment(context.variables);
  const log = jsonLog((line) => context.stderr.write(line), environment.logLevel);
  const service = await composeService(partsOf(context, environment, log));
  try {
    const listening = await listen(service.app, environment.host, environment.port);
    const background = service.startBackground();
    log('info', 'The service listens.', { address: listening.address });
    const stop = async () => {
      await listening.close();
      await background.stop();
      await service.close();
    };
    return { address: listening.address, log, stop };
  } catch (error) {
    await service.close();
    throw error;
  }
}

function partsOf(context: CliContext, environment: ServiceEnvironment, log: Log) {
  const { runnerToken, operatorToken, tickSecret, databaseAuthToken } = environment;
  return {
    databaseUrl: environment.databaseUrl,
    ...(databaseAuthToken === undefined ? {} : { databaseAuthToken }),
    knobs: environment,
    tokens: { runner: [runnerToken], operator: [operatorToken], tick: tickSecret === undefined ? [] : [tickSecret] },
    version: context.version,
    log,
  };
}
