import type { Command } from 'commander';
import { readServiceEnvironment, type ServiceEnvironment } from '../../config/service_environment.ts';
import type { Log } from '../../service/dependencies.ts';
import type { CliContext } from '../cli_context.ts';
import { EXIT } from '../exit_code.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';
import { composeService } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import { listen } from '../service/listen.ts';
import { nextSignal } from '../signals.ts';

/** A service that answers. */
type Serving = { readonly address: string; readonly log: Log; readonly stop: () => Promise<void> };

/** `planwright serve`: the service over HTTP, until it is told to end. */
export function addServe(parent: Command, context: CliContext): void {
  withJson(parent.command('serve').description('serve runners and people over HTTP')).action(
    async (options: CommonOptions) => {
      let serving: Serving | undefined;
      const ended = nextSignal();
      // The reply is given as soon as the service answers, so that whoever started it knows where.
      await respond(context, options.json === true, async () => {
        serving = await startServing(context);
        return { data: { address: serving.address }, text: `planwright serves at ${serving.address}` };
      });
      if (serving === undefined) return;
      const signal = await ended;
      serving.log('info', 'The service ends.', { signal });
      await serving.stop();
      context.exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.done;
    },
  );
}

async function startServing(context: CliContext): Promise<Serving> {
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
