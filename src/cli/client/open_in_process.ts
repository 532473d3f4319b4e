import { pathToFileURL } from 'node:url';
import { createClient } from '../../http/client.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import type { CliContext } from '../cli_context.ts';
import { composeService } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import type { Connection } from './connection.ts';

/** Knobs of a service that only answers one command; nothing in it waits. */
const KNOBS = { leaseMs: 10_000, tickIntervalMs: 0, cancelGraceMs: 5_000 };

/** A database whose lock is ours. */
export type Opening = {
  readonly file: string;
  readonly token: string;
  readonly lock: { readonly release: () => Promise<void> };
  readonly repository: LocalRepository;
};

/** Opens the database in this process, for one command, which finds settled what has come due; closing gives the lock back. */
export async function openInProcess(
  context: CliContext,
  { file, token, lock, repository }: Opening,
): Promise<Connection> {
  try {
    const service = await composeService({
      databaseUrl: pathToFileURL(file).href,
      knobs: KNOBS,
      tokens: { runner: [], operator: [token], tick: [] },
      version: context.version,
      log: jsonLog((line) => context.stderr.write(line), 'error'),
    });
    await service.settle().catch(async (error: unknown) => {
      await service.close();
      throw error;
    });
    return {
      client: createClient('http://planwright.internal', token, (input, init) => service.app.request(input, init)),
      place: repository.path,
      isCarried: false,
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
