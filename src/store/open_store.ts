import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { Store } from '../service/ports/store.ts';
import { statementsOf } from './changes/statements_of.ts';
import { type Database, openDatabase } from './client/open_database.ts';
import { createWriteQueue, type WriteQueueOptions } from './client/write_queue.ts';
import { createDeliveries } from './deliveries.ts';
import { sql } from './drizzle.ts';
import { createLogStore } from './log_store.ts';
import { migrate } from './migrate/migrate.ts';
import { createOutbox } from './outbox.ts';
import { createPacing } from './pacing.ts';
import { createDueReader } from './queries/due.ts';
import { snapshotsOf } from './queries/query.ts';
import { readerClient } from './queries/reader_client.ts';
import { createSliceReader } from './queries/slice_reader.ts';
import { createViewReader } from './queries/view_reader.ts';
import { createRetention } from './retention.ts';
import { createRunnerTokens } from './runner_tokens.ts';
import { createTickMemory } from './tick_memory.ts';

/** What the store needs from outside. */
export type StoreOptions = {
  /** Epoch milliseconds, for the times of events and effects. */
  readonly clock: { readonly now: () => number };
  readonly queue?: WriteQueueOptions;
};

/** Which database, and what the store needs from outside. */
export type OpenStoreOptions = StoreOptions & {
  /** `file:…`, `http://…`, `https://…` or `libsql://…`. */
  readonly url: string;
  readonly authToken?: string;
};

/** Where the generated migrations lie, in a checkout as in an installed package. */
export function migrationsFolder(): string {
  const packageFile = findPackageJSON(import.meta.url);
  if (packageFile === undefined) throw new Error('Planwright is not in a package.');
  return join(dirname(packageFile), 'migrations');
}

/**
 * Opens the database, brings it to the program's schema, and gives the service its store.
 * Throws a `DatabaseError` or a `MigrationError`.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { url, authToken } = options;
  const database = await openDatabase(authToken === undefined ? { url } : { url, authToken });
  try {
    await migrate(database, migrationsFolder());
  } catch (error) {
    database.close();
    throw error;
  }
  return createStore(database, options);
}

/** The store of a database that has the program's schema; closing it closes the database. */
export function createStore(database: Database, { clock, queue: queueOptions }: StoreOptions): Store {
  const queue = createWriteQueue(database, queueOptions);
  const client = readerClient(database.read);
  const snapshots = snapshotsOf(client, 'batch');
  const slices = createSliceReader(database.kind === 'server' ? snapshotsOf(client, 'coalesced') : snapshots);
  return {
    command: async (name, decide) => {
      const landed = await queue.submit({
        name,
        prepare: async () => {
          const decision = await decide(slices);
          return { statements: statementsOf(decision, clock.now()), result: decision.result };
        },
      });
      return landed.result;
    },
    read: createSliceReader(snapshots),
    due: createDueReader(snapshots),
    view: createViewReader(snapshots),
    log: createLogStore(queue, snapshots, 'log_chunks'),
    conversation: createLogStore(queue, snapshots, 'conversation_chunks'),
    outbox: createOutbox(queue, snapshots),
    deliveries: createDeliveries(queue, snapshots, clock),
    retention: createRetention(queue, snapshots),
    pacing: createPacing(queue, snapshots),
    runnerTokens: createRunnerTokens(queue, snapshots),
    ticks: createTickMemory(queue, snapshots),
    ping: async () => {
      await database.read.get(sql`SELECT 1`);
    },
    close: async () => {
      await queue.close();
      database.close();
    },
  };
}
