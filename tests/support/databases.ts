import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { type Database, type OpenDatabaseOptions, openDatabase } from '../../src/store/client/open_database.ts';
import { type SqldServer, startSqld, whyNoSqld } from './sqld_server.ts';

/** What a suite gets to work with, on either kind of database. */
export type TestDatabases = {
  readonly kind: Database['kind'];
  /** An empty database of its own for the running test; the same URL all through that test. */
  url(): Promise<string>;
  /** Opens that database; it is closed after the test. */
  open(options?: Omit<OpenDatabaseOptions, 'url'>): Promise<Database>;
};

/**
 * Runs a suite on the embedded file and on a real sqld. Every test begins with an empty database.
 * Without an installed sqld the second half is skipped by name; under `CI=true` it fails.
 */
export function describeEachDatabase(name: string, suite: (databases: TestDatabases) => void): void {
  describe(`${name} (file)`, () => {
    // A promise, so that several who ask at the same moment get the same folder.
    let folder: Promise<string> | undefined;
    const url = async () => {
      folder ??= mkdtemp(join(tmpdir(), 'planwright-store-'));
      return `file:${join(await folder, 'test.db')}`;
    };
    // Hooks of a test's end run last to first: databases close before their folder goes.
    afterEach(async () => {
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
      folder = undefined;
    });
    suite({ kind: 'file', url, open: closingOpener(url) });
  });

  describeWithSqld(`${name} (server)`, () => {
    let server: SqldServer | undefined;
    let used = false;
    beforeAll(async () => {
      server = await startSqld();
    });
    afterAll(async () => {
      await server?.stop();
    });
    const url = async () => {
      if (server === undefined) throw new Error('The server was not started.');
      used = true;
      return server.url;
    };
    afterEach(async () => {
      if (used && server !== undefined) await emptyServer(server.url);
      used = false;
    });
    suite({ kind: 'server', url, open: closingOpener(url) });
  });
}

/** A suite that needs a real sqld: skipped by name where none is installed, failing there under `CI=true`. */
export function describeWithSqld(name: string, suite: () => void): void {
  const missing = whyNoSqld();
  if (missing === undefined || process.env.CI === 'true') describe(name, suite);
  else it.skip(`${name}: ${missing}`, () => {});
}

function closingOpener(url: () => Promise<string>): TestDatabases['open'] {
  const opened: Database[] = [];
  afterEach(() => {
    for (const database of opened.splice(0)) database.close();
  });
  return async (options = {}) => {
    const database = await openDatabase({ ...options, url: await url() });
    opened.push(database);
    return database;
  };
}

/** Starting a server takes longer than emptying one. */
async function emptyServer(url: string): Promise<void> {
  const database = await openDatabase({ url });
  await dropEverything(database);
  database.close();
}

/** Drops every table and view. */
export async function dropEverything(database: Database): Promise<void> {
  const { rows } = await database.writer.execute({
    sql: `SELECT type, name FROM sqlite_master
          WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%'`,
    args: [],
  });
  await database.writer.changeSchema(rows.map((row) => ({ sql: `DROP ${row.type} "${row.name}"`, args: [] })));
}
