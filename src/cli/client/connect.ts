import { readServiceAddress } from '../../config/client_environment.ts';
import { createClient } from '../../http/client.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError, usageError } from '../cli_error.ts';
import { type Connection, NO_RUNS } from './connection.ts';

/**
 * Finds whom a command talks to: the service of `PLANWRIGHT_URL`; else whoever serves the database of the repository
 * around right now; else that database itself, opened in this process for the length of the command.
 *
 * @throws CliError `no_runs` where no plan has ever run in the repository; `service_not_named` where besides a service runs
 * on the database of this very folder, for then that one is meant
 */
export async function connect(context: CliContext, repo: string | undefined): Promise<Connection> {
  const service = readServiceAddress(context.variables);
  if (service !== undefined && repo === undefined) {
    const client = createClient(service.url, service.token);
    return { client, place: service.url, isCarried: true, close: async () => undefined };
  }
  try {
    const { repositoryAt } = await import('./repository_at.ts');
    const repository = await repositoryAt(context, repo);
    const { connectLocally } = await import('./connect_locally.ts');
    return await connectLocally(context, repository);
  } catch (error) {
    const nothingHere = error instanceof CliError && (error.code === NO_RUNS || error.code === 'no_repository');
    if (!nothingHere || repo !== undefined) throw error;
    const { serviceHere } = await import('./service_here.ts');
    const named = await serviceHere(context);
    if (named !== undefined || error.code === NO_RUNS) throw named ?? error;
    throw usageError(
      error.code,
      `${error.message} Where a service is meant, name it by PLANWRIGHT_URL, with its OPERATOR_TOKEN.`,
    );
  }
}

/** Runs `work` with a connection and closes it whatever happens. */
export async function withConnection<Result>(
  context: CliContext,
  repo: string | undefined,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(context, repo);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
