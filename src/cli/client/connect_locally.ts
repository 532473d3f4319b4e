import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../http/client.ts';
import { databaseFileOf, type LocalRepository } from '../../local/find_repository.ts';
import { takeOwnerLock } from '../../store/client/owner_lock.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError, usageError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { answers } from './answers.ts';
import { type Connection, NO_RUNS } from './connection.ts';

const OWNER_PATIENCE_MS = 10_000;
const OWNER_LOOK_AGAIN_MS = 50;

/** Connects to whoever serves the repository's runs, or opens its database here where nobody does. */
export async function connectLocally(context: CliContext, repository: LocalRepository): Promise<Connection> {
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
    if (result.kind === 'taken') {
      // Loaded only here: a command that reaches a service needs no database.
      const { openInProcess } = await import('./open_in_process.ts');
      return await openInProcess(context, { file, token, lock: result.lock, repository });
    }
    if (result.owner !== undefined && (await answers(result.owner.address))) {
      const { address, token: ownerToken } = result.owner;
      const client = createClient(address, ownerToken);
      return { client, place: repository.path, isCarried: true, close: async () => undefined };
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
