import { readServiceAddress } from '../../config/client_environment.ts';
import { type Client, createClient } from '../../http/client.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { serviceHere } from './service_here.ts';

/**
 * Runs `work` with the service of `PLANWRIGHT_URL`, for commands that local runs have no use for.
 * @throws CliError where no service is named; EnvironmentError
 */
export async function withService<Result>(
  context: CliContext,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const service = readServiceAddress(context.variables);
  if (service !== undefined) return await work(createClient(service.url, service.token));
  throw (
    (await serviceHere(context)) ??
    usageError('no_service', 'This is about a service: name it by PLANWRIGHT_URL, with its OPERATOR_TOKEN.')
  );
}
