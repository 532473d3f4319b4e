import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { readServiceAddress } from '../../config/client_environment.ts';
import { type Client, createClient } from '../../http/client.ts';
import { databaseFileOf, type LocalRepository } from '../../local/find_repository.ts';
import { takeOwnerLock } from '../../store/client/owner_lock.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError, usageError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { composeService } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import { repositoryAt } from './repository_at.ts';

/** A way to the service, or to the runs of a repository, for one command. */
export type Connection = {
  readonly client: Client;
  /** Where runs are looked for, for people. */
  readonly place: string;
  readonly close: () => Promise<void>;
};

/** Code of the error where no plan has ever run in the repository. */
export const NO_RUNS = 'no_runs';

const OWNER_PATIENCE_MS = 10_000;
const OWNER_LOOK_AGAIN_MS = 50;
/** Knobs of a service that only answers one command; nothing in it waits. */
const KNOBS = { leaseMs: 10_000, tickIntervalMs: 0, cancelGraceMs: 5_000 };

/**
 * Finds whom a command talks to: the service of `PLANWRIGHT_URL`; else whoever serves the database of the repository
 * around right now; else that database itself, opened in this process for the length of the command.
 *
 * @throws CliError `no_runs` where no plan has ever run in the repository
 */
export async function connect(context: CliContext, repo: string | undefined): Promise<Connection> {
  const service = readServiceAddress(context.variables);
  if (service !== undefined && repo === undefined) {
    return { client: createClient(service.url, service.token), place: service.url, close: async () => undefined };
  }
  const repository = await repositoryAt(context, repo);
  return await connectLocally(context, repository);
}

async function connectLocally(context: CliContext, repository: LocalRepository): Promise<Connection> {
  const file = databaseFileOf(repository);
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (!exists) {
    throw usageError(
      NO_RUNS,
      `No plan has run in ${repository.path} yet; start one with \`planwright plan run FILE\`.`,
    );
  }
  const token = randomBytes(32).toString('hex');
  const deadline = Date.now() + OWNER_PATIENCE_MS;
  for (;;) {
    const result = await takeOwnerLock(file, { address: '', token });
    if (result.kind === 'taken') return await openInProcess(context, { file, token, lock: result.lock, repository });
    if (result.owner !== undefined && (await answers(result.owner.address))) {
      const { address, token: ownerToken } = result.owner;
      return { client: createClient(address, ownerToken), place: repository.path, close: async () => undefined };
    }
    if (Date.now() > deadline) {
      const who = result.owner === undefined ? '' : ` (process ${result.owner.pid})`;
      throw new CliError(
        'database_held',
        EXIT.unreachable,
        `Another planwright process${who} holds the runs of ${repository.path} and does not answer; try again, or end it.`,
      );
    }
    await sleep(OWNER_LOOK_AGAIN_MS);
  }
}

type Opening = {
  readonly file: string;
  readonly token: string;
  readonly lock: { readonly release: () => Promise<void> };
  readonly repository: LocalRepository;
};

async function openInProcess(context: CliContext, { file, token, lock, repository }: Opening): Promise<Connection> {
  try {
    const service = await composeService({
      databaseUrl: pathToFileURL(file).href,
      knobs: KNOBS,
      tokens: { runner: [], operator: [token], tick: [] },
      version: context.version,
      log: jsonLog((line) => context.stderr.write(line), 'error'),
    });
    return {
      client: createClient('http://planwright.internal', token, (input, init) => service.app.request(input, init)),
      place: repository.path,
      close: async () => {
        await service.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whether a living service answers there. */
export async function answers(address: string): Promise<boolean> {
  if (address === '') return false;
  return await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
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
