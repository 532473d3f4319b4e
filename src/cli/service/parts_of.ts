import type { Log } from '../../service/dependencies.ts';
import type { ServiceParts } from './compose_service.ts';
import type { ServingEnvironment } from './read_environment.ts';

/** The parts of a service that its environment describes. */
export function partsOf(
  { environment, github }: Pick<ServingEnvironment, 'environment' | 'github'>,
  version: string,
  log: Log,
): ServiceParts {
  const { runnerToken, operatorToken, tickSecret, databaseAuthToken } = environment;
  return {
    databaseUrl: environment.databaseUrl,
    ...(databaseAuthToken === undefined ? {} : { databaseAuthToken }),
    ...(github === undefined ? {} : { github }),
    knobs: environment,
    tokens: { runner: [runnerToken], operator: [operatorToken], tick: tickSecret === undefined ? [] : [tickSecret] },
    trustedProxies: environment.trustedProxies,
    version,
    log,
  };
}
