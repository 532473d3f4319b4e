import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseErrorIn } from '../../../src/store/client/database_error.ts';
import { databaseFile } from '../../../src/store/client/database_file.ts';
import { type Database, openDatabase } from '../../../src/store/client/open_database.ts';
import type { RetryPolicy } from '../../../src/store/client/retry.ts';
import { blob, sql, sqliteTable, text } from '../../../src/store/drizzle.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { counters, counterValue, createCounters } from './counters.ts';

const impatient: RetryPolicy = {
  tries: 2,
  backoff: { firstMs: 1, longestMs: 1 },
  sleep: async () => {},
  random: () => 0,
};

async function pragma(database: Database, name: string): Promise<unknown> {
  const { rows } = await database.writer.execute({ sql: `PRAGMA ${name}`, args: [] });
  return rows[0]?.[0];
}

describeEachDatabase('database', ({ open }) => {
  it('reads everything that was committed before, also in one snapshot', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    for (let value = 1; value <= 10; value += 1) {
      await database.writer.batch([{ sql: 'UPDATE counters SET value = ?', args: [value] }]);
      expect(await counterValue(database, 'a')).toBe(value);
    }
    const both = await database.read.batch([
      database.read.select().from(counters),
      database.read.select().from(counters),
    ]);
    expect(both.map(([row]) => row?.value)).toEqual([10, 10]);
  });

  it('keeps bytes, large integers and text as they are', async () => {
    const database = await open();
    const things = sqliteTable('things', {
      name: text('name').notNull(),
      bytes: blob('bytes', { mode: 'buffer' }).notNull(),
    });
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await database.writer.batch([
      { sql: 'CREATE TABLE things (name TEXT NOT NULL, bytes BLOB NOT NULL)', args: [] },
      { sql: 'INSERT INTO things VALUES (?, ?)', args: ['naïve 🌱', bytes] },
    ]);
    expect(await database.read.select().from(things)).toEqual([{ name: 'naïve 🌱', bytes: Buffer.from(bytes) }]);
    expect(await database.read.get(sql`SELECT ${Number.MAX_SAFE_INTEGER} AS n`)).toEqual({
      n: Number.MAX_SAFE_INTEGER,
    });
  });

  it('says which failure it was, through drizzle as well', async () => {
    const database = await open();
    const thrown: unknown = await database.read
      .select()
      .from(counters)
      .catch((error: unknown) => error);
    expect(['statement_invalid', 'database_failed']).toContain(databaseErrorIn(thrown)?.code);
    await expect(database.writer.execute({ sql: 'SELEC 1', args: [] })).rejects.toMatchObject({
      code: 'statement_invalid',
    });
    expect(databaseErrorIn(new Error('of our own'))).toBeUndefined();
  });

  it('enforces foreign keys', async () => {
    const database = await open();
    await database.writer.batch([
      { sql: 'CREATE TABLE parents (id INTEGER PRIMARY KEY)', args: [] },
      { sql: 'CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents(id))', args: [] },
    ]);
    const orphan = database.writer.batch([{ sql: 'INSERT INTO children VALUES (1)', args: [] }]);
    await expect(orphan).rejects.toMatchObject({ code: 'guard_failed', retryable: false });
  });
});

describe('database in a file', () => {
  let folder: string;
  let url: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planwright-file-'));
    url = `file:${join(folder, 'deep/er/test.db')}`;
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('creates its folder for its user alone, and survives the loss of power', async () => {
    const database = await openDatabase({ url });
    expect((await stat(join(folder, 'deep/er'))).mode & 0o777).toBe(0o700);
    expect(await pragma(database, 'journal_mode')).toBe('wal');
    expect(await pragma(database, 'synchronous')).toBe(2);
    expect(await pragma(database, 'foreign_keys')).toBe(1);
    database.close();
  });

  it('lets nobody write through the reader', async () => {
    const database = await openDatabase({ url });
    await createCounters(database, ['a']);
    const thrown: unknown = await database.read.delete(counters).catch((error: unknown) => error);
    expect(databaseErrorIn(thrown)?.code).toBe('database_refused');
    expect(await counterValue(database, 'a')).toBe(0);
    database.close();
  });

  it('works again, with its pragmas, after somebody else had the lock', async () => {
    const database = await openDatabase({ url });
    await createCounters(database, ['a']);
    const other = createClient({ url });
    const transaction = await other.transaction('write');
    const update = [{ sql: 'UPDATE counters SET value = value + 1', args: [] }];
    await expect(database.writer.batch(update)).rejects.toMatchObject({ code: 'database_busy', retryable: true });
    await transaction.rollback();
    await database.writer.batch(update);
    await database.writer.batch(update);
    expect(await counterValue(database, 'a')).toBe(2);
    expect(await pragma(database, 'synchronous')).toBe(2);
    expect(await pragma(database, 'foreign_keys')).toBe(1);
    other.close();
    database.close();
  });

  it('says that the disk is full, and works on when it is not', async () => {
    const database = await openDatabase({ url });
    await createCounters(database, ['a']);
    await database.writer.execute({ sql: 'PRAGMA max_page_count = 8', args: [] });
    const large = [
      { sql: 'UPDATE counters SET value = 5', args: [] },
      { sql: 'INSERT INTO counters VALUES (hex(randomblob(100000)), 0)', args: [] },
    ];
    await expect(database.writer.batch(large)).rejects.toMatchObject({ code: 'database_full', retryable: false });
    expect(await counterValue(database, 'a')).toBe(0);
    await database.writer.batch(large);
    expect(await counterValue(database, 'a')).toBe(5);
    database.close();
  });

  it('refuses what is no database, and what it may not use', async () => {
    await writeFile(join(folder, 'text.db'), 'a text, and no database at all '.repeat(100));
    const opened = (target: string) => openDatabase({ url: target, retry: impatient });
    await expect(opened(`file:${join(folder, 'text.db')}`)).rejects.toMatchObject({ code: 'database_damaged' });
    await expect(opened(`file:${folder}`)).rejects.toMatchObject({ code: 'database_refused' });
    await expect(opened(':memory:')).rejects.toMatchObject({ code: 'database_refused' });
    await expect(opened('ftp://example.com')).rejects.toMatchObject({ code: 'database_refused' });
  });

  it('fails with database_closed after close', async () => {
    const database = await openDatabase({ url });
    database.close();
    await expect(database.writer.execute({ sql: 'SELECT 1', args: [] })).rejects.toMatchObject({
      code: 'database_closed',
    });
  });
});

describe('database server that fails', () => {
  it.each([
    [401, 'database_refused', 1],
    [503, 'database_unreachable', 2],
    [404, 'database_failed', 1],
  ])('answers %i: %s', async (status, code, requests) => {
    let seen = 0;
    const server = createServer((request, response) => {
      if (request.url !== '/v2' && request.url !== '/v3-protobuf') seen += 1;
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(openDatabase({ url: `http://127.0.0.1:${port}`, retry: impatient })).rejects.toMatchObject({ code });
    expect(seen).toBe(requests);
    server.close();
  });

  it('is given up after the time for one request', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const opened = openDatabase({ url: `http://127.0.0.1:${port}`, requestTimeoutMs: 30, retry: impatient });
    await expect(opened).rejects.toMatchObject({ code: 'database_unreachable', retryable: true });
    server.closeAllConnections();
    server.close();
  });
});

describe('file behind a URL', () => {
  it.each([
    ['file:/srv/a.db', '/srv/a.db'],
    ['file:///srv/a%20b.db', '/srv/a b.db'],
    ['file:/srv/a%20b.db', '/srv/a b.db'],
    ['file:a.db', join(process.cwd(), 'a.db')],
    ['http://localhost:8080', undefined],
    ['libsql://name.turso.io', undefined],
  ])('%s: %s', (url, file) => {
    expect(databaseFile(url)).toBe(file);
  });
});
