import { dirname } from 'node:path';
import type { Client } from '@libsql/client';
import { createClient, drizzle, type LibSQLDatabase } from '../drizzle.ts';
import { coalesceReads } from './coalesced_reads.ts';
import { DatabaseError, toDatabaseError } from './database_error.ts';
import { databaseFile, isInMemory } from './database_file.ts';
import { makeFolder } from './make_folder.ts';
import { defaultRetryPolicy, type RetryPolicy, withRetries } from './retry.ts';
import { createWriter, type Writer } from './writer.ts';

/** The query layer: drizzle on the reader's connection. */
export type Reader = LibSQLDatabase;

/** An open database: one writer, one reader. */
export type Database = {
  /** `file`: embedded, in this process; `server`: sqld or Turso over HTTP. */
  readonly kind: 'file' | 'server';
  /**
   * Reads through drizzle. It sees everything that was committed before the call. Several reads are several snapshots;
   * `read.batch([…])` gives one.
   */
  readonly read: Reader;
  readonly writer: Writer;
  /** Closes both connections. What is still under way fails with `database_closed`. */
  close(): void;
};

/** Which database, and how patiently. */
export type OpenDatabaseOptions = {
  /** `file:…`, `http://…`, `https://…` or `libsql://…`. */
  readonly url: string;
  readonly authToken?: string;
  /** The longest that one request to a server may take. */
  readonly requestTimeoutMs?: number;
  readonly retry?: RetryPolicy;
};

const defaultRequestTimeoutMs = 30_000;
/** A reader in WAL mode waits only while another process recovers the log; this wait blocks the event loop, so it is short. */
const readerBusyTimeoutMs = 100;

const writerPragmas = ['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL', 'PRAGMA foreign_keys = ON'];
const readerPragmas = ['PRAGMA query_only = ON'];

/**
 * Opens the database; a file is created with its folder (0700, since it holds tokens' hashes and people's texts).
 * Throws a `DatabaseError`, after some seconds of trying where the database is locked or does not answer.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const retry = options.retry ?? defaultRetryPolicy;
  const file = databaseFile(options.url);
  if (isInMemory(options.url))
    throw new DatabaseError('database_refused', { cause: 'in memory, every connection is a database of its own' });
  if (file !== undefined) await makeFolder(dirname(file));
  const writerClient = await connect(options, retry, { concurrency: 1 });
  const writer = createWriter(writerClient, file === undefined ? async () => {} : executeAll(writerPragmas));
  try {
    // The first use makes the file a WAL database, and shows early that a server is there and lets us in.
    await withRetries(retry, () => writer.execute({ sql: 'SELECT 1', args: [] }));
    const readerClient = await connect(
      options,
      retry,
      file === undefined ? {} : { concurrency: 1, timeout: readerBusyTimeoutMs },
    );
    if (file !== undefined) await withRetries(retry, () => executeAll(readerPragmas)(readerClient));
    return {
      kind: file === undefined ? 'server' : 'file',
      read: drizzle({ client: file === undefined ? coalesceReads(readerClient) : readerClient }),
      writer,
      close: () => {
        writer.close();
        readerClient.close();
      },
    };
  } catch (thrown) {
    writer.close();
    throw thrown;
  }
}

/** Creating an embedded client opens the file at once, which fails while another process holds it exclusively. */
async function connect(
  options: OpenDatabaseOptions,
  retry: RetryPolicy,
  limits: { readonly concurrency?: number; readonly timeout?: number },
): Promise<Client> {
  const requestTimeoutMs = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
  return withRetries(retry, async () => {
    try {
      return createClient({
        url: options.url,
        ...(options.authToken === undefined ? {} : { authToken: options.authToken }),
        ...limits,
        fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(requestTimeoutMs) }),
      });
    } catch (thrown) {
      const error = toDatabaseError(thrown);
      // A path that cannot be opened (a folder, no permission) comes without a code.
      throw error.code === 'database_failed' ? new DatabaseError('database_refused', { cause: thrown }) : error;
    }
  });
}

function executeAll(pragmas: readonly string[]): (client: Client) => Promise<void> {
  return async (client) => {
    for (const pragma of pragmas) await client.execute(pragma);
  };
}
