import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from '../../store/client/database_error.ts';
import { databaseFile, isInMemory } from '../../store/client/database_file.ts';
import { type OwnerLock, takeOwnerLock } from '../../store/client/owner_lock.ts';
import { CliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';

/** A service that is being replaced, or a command that only looks, has let go by then. */
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 100;

/**
 * Becomes the owner of an embedded database file, so that no second service works on it and the command line finds this one.
 * A database on a server has no owner: any number of services may share it.
 * @throws CliError where another process keeps it, DatabaseError where nothing can be written there
 */
export async function ownDatabase(url: string, operatorToken: string): Promise<OwnerLock | undefined> {
  const file = databaseFile(url);
  // What is refused is refused by whoever opens the database.
  if (file === undefined || isInMemory(url)) return undefined;
  for (let leftMs = PATIENCE_MS; ; leftMs -= LOOK_AGAIN_MS) {
    const result = await takeOwnerLock(file, { address: '', token: operatorToken }).catch((cause: unknown) => {
      throw new DatabaseError('database_refused', { cause });
    });
    if (result.kind === 'taken') return result.lock;
    if (leftMs <= 0) {
      const who = result.owner === undefined ? 'another process' : `process ${result.owner.pid}`;
      throw new CliError(
        'database_held',
        EXIT.refused,
        `${file} is in use by ${who}. End it, or give this service another DATABASE_URL.`,
      );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}
