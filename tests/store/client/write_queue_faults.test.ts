import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Transaction } from '@libsql/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/store/client/command.ts';
import { type Database, openDatabase } from '../../../src/store/client/open_database.ts';
import type { RetryPolicy } from '../../../src/store/client/retry.ts';
import { createWriteQueue } from '../../../src/store/client/write_queue.ts';
import { eq } from '../../../src/store/drizzle.ts';
import { describeWithSqld } from '../../support/databases.ts';
import { type SqldServer, startSqld } from '../../support/sqld_server.ts';
import { counters, counterValue, createCounters, increment, moveCounter } from './counters.ts';
import { type LossyProxy, startLossyProxy } from './lossy_proxy.ts';

/** A policy whose waits run `during` in place of a timer: the world changes while the queue waits. */
function waiting(during: (wait: number) => Promise<void> | void): RetryPolicy & { readonly waitsMs: number[] } {
  const waitsMs: number[] = [];
  return {
    tries: 4,
    backoff: { firstMs: 10, longestMs: 25 },
    random: () => 1,
    sleep: async (delayMs) => {
      waitsMs.push(delayMs);
      await during(waitsMs.length);
    },
    waitsMs,
  };
}

describe('write queue on a file that somebody else has locked', () => {
  let folder: string;
  let database: Database;
  let transaction: Transaction;
  const names = ['a', 'b', 'c'];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planwright-busy-'));
    const url = `file:${join(folder, 'test.db')}`;
    database = await openDatabase({ url });
    await createCounters(database, names);
    transaction = await createClient({ url }).transaction('write');
    await transaction.execute("UPDATE counters SET value = 10 WHERE name = 'a'");
  });

  afterEach(async () => {
    transaction.close();
    database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('tries again with growing waits, and decides anew on what the other wrote', async () => {
    const retry = waiting(async (wait) => {
      if (wait === 3) await transaction.commit();
    });
    const queue = createWriteQueue(database, { retry });
    const landed = await Promise.all(names.map((name) => queue.submit(increment(name))));
    expect(landed.map(({ result, preparations }) => [result, preparations])).toEqual([
      [11, 4],
      [1, 4],
      [1, 4],
    ]);
    expect(retry.waitsMs).toEqual([10, 20, 25]);
  });

  it('gives up after the last try, and works again when the lock is gone', async () => {
    const queue = createWriteQueue(database, { retry: waiting(() => {}) });
    const answers = await Promise.allSettled(names.map((name) => queue.submit(increment(name))));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'database_busy', retryable: true } });
    }
    await transaction.rollback();
    expect((await queue.submit(increment('a'))).result).toBe(1);
  });
});

/** Moves the counter from 0 to 1, and finds its own work done when asked again: a command as commands must be. */
const once: Command<string> = {
  name: 'once',
  prepare: async (read) => {
    const row = await read.select().from(counters).where(eq(counters.name, 'a')).get();
    return row?.value === 0
      ? { statements: moveCounter('a', 0, 1), result: 'moved' }
      : { statements: [], result: 'was moved' };
  },
};

describeWithSqld('write queue on a server that fails', () => {
  let server: SqldServer;
  let proxy: LossyProxy;
  let database: Database;

  beforeAll(async () => {
    server = await startSqld();
    proxy = await startLossyProxy(server.url);
    database = await openDatabase({ url: proxy.url });
    await createCounters(database, ['a']);
  });

  beforeEach(async () => {
    await database.writer.execute({ sql: 'UPDATE counters SET value = 0', args: [] });
  });

  afterAll(async () => {
    database.close();
    await proxy.stop();
    await server.stop();
  });

  it('writes once when the answer to a commit is lost', async () => {
    const retry = waiting(() => {});
    const queue = createWriteQueue(database, { retry });
    proxy.loseAnswers('guards', 1);
    const landed = await queue.submit(once);
    expect(landed).toMatchObject({ result: 'was moved', preparations: 2 });
    expect(retry.waitsMs).toEqual([10]);
    expect(await counterValue(database, 'a')).toBe(1);
  });

  it('answers when a lost read comes back', async () => {
    const queue = createWriteQueue(database, { retry: waiting(() => {}) });
    proxy.loseAnswers('select', 2);
    expect(await queue.submit(once)).toMatchObject({ result: 'moved', preparations: 3 });
  });

  it('goes on when the server comes back after SIGKILL', async () => {
    const queue = createWriteQueue(database, {
      retry: waiting(async (wait) => {
        if (wait === 2) await server.restart();
      }),
    });
    await server.kill();
    expect(await queue.submit(once)).toMatchObject({ result: 'moved', preparations: 3 });
    expect(await counterValue(database, 'a')).toBe(1);
  });
});
