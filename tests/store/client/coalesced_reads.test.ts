import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseErrorIn } from '../../../src/store/client/database_error.ts';
import { type Database, openDatabase } from '../../../src/store/client/open_database.ts';
import { asc, eq, sql } from '../../../src/store/drizzle.ts';
import { describeWithSqld } from '../../support/databases.ts';
import { type SqldServer, startSqld } from '../../support/sqld_server.ts';
import { counters, counterValue, createCounters } from './counters.ts';
import { type LossyProxy, startLossyProxy } from './lossy_proxy.ts';

const names = Array.from({ length: 10 }, (_, index) => `c${index}`);

describeWithSqld('reads from a server', () => {
  let server: SqldServer;
  let proxy: LossyProxy;
  let database: Database;

  beforeAll(async () => {
    server = await startSqld();
    proxy = await startLossyProxy(server.url);
    database = await openDatabase({ url: proxy.url });
    await createCounters(database, names);
    // The client asks the server for its version before its first batch.
    await Promise.all([counterValue(database, 'c0'), counterValue(database, 'c1')]);
  });

  afterAll(async () => {
    database.close();
    await proxy.stop();
    await server.stop();
  });

  it('travel together when they are asked for at the same moment', async () => {
    const before = proxy.requests();
    const read = (name: string) => database.read.select().from(counters).where(eq(counters.name, name)).get();
    const rows = await Promise.all(names.map(read));
    expect(rows.map((row) => row?.name)).toEqual(names);
    expect(proxy.requests() - before).toBe(1);
  });

  it('fail by themselves', async () => {
    const broken = database.read.get(sql`SELECT nothing FROM nowhere`).catch((error: unknown) => error);
    const good = database.read.select().from(counters).orderBy(asc(counters.name));
    expect(databaseErrorIn(await broken)).toBeDefined();
    expect(await good).toHaveLength(10);
  });

  it('are not bounded by what one request may hold', async () => {
    const before = proxy.requests();
    const values = await Promise.all(Array.from({ length: 150 }, () => counterValue(database, 'c3')));
    expect(new Set(values)).toEqual(new Set([0]));
    expect(proxy.requests() - before).toBe(3);
  });
});
