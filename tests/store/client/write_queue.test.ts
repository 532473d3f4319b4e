import { expect, it } from 'vitest';
import { DatabaseError } from '../../../src/store/client/database_error.ts';
import type { TransactionReport } from '../../../src/store/client/group_commit.ts';
import type { Database } from '../../../src/store/client/open_database.ts';
import { createWriteQueue, type WriteQueueOptions } from '../../../src/store/client/write_queue.ts';
import {
  CommandTooLargeError,
  ConflictError,
  OverloadedError,
  QueueClosedError,
} from '../../../src/store/client/write_queue_errors.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { counterValue, createCounters, increment, insertCounter, moveCounter } from './counters.ts';

/** A queue that notes its transactions and never really waits. */
function startQueue(database: Database, options: WriteQueueOptions = {}) {
  const transactions: TransactionReport[] = [];
  const waitsMs: number[] = [];
  const queue = createWriteQueue(database, {
    onTransaction: (report) => transactions.push(report),
    retry: {
      tries: 4,
      backoff: { firstMs: 10, longestMs: 25 },
      random: () => 1,
      sleep: async (delayMs) => void waitsMs.push(delayMs),
    },
    ...options,
  });
  return { ...queue, transactions, waitsMs };
}

const names = Array.from({ length: 16 }, (_, index) => `c${index}`);

describeEachDatabase('write queue', ({ open }) => {
  it('commits commands that wait at the same moment as one transaction', async () => {
    const database = await open();
    await createCounters(database, names);
    const { submit, transactions } = startQueue(database);
    const landed = await Promise.all(names.map((name) => submit(increment(name))));
    expect(landed.map(({ result, preparations }) => [result, preparations])).toEqual(names.map(() => [1, 1]));
    expect(transactions).toEqual([
      { commands: names.map((name) => `increment ${name}`), statements: 32, outcome: 'committed' },
    ]);
  });

  it('lets requests that arrive one after the other in the same turn of the event loop share a transaction', async () => {
    const database = await open();
    await createCounters(database, names);
    const { submit, transactions } = startQueue(database);
    const requests = names.map(
      (name) => new Promise((resolve) => setImmediate(() => resolve(submit(increment(name))))),
    );
    await Promise.all(requests);
    expect(transactions.map(({ commands }) => commands.length)).toEqual([16]);
  });

  it('answers only after the commit, and a later command sees it', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    const { submit } = startQueue(database);
    for (let expected = 1; expected <= 20; expected += 1) {
      expect((await submit(increment('a'))).result).toBe(expected);
      expect(await counterValue(database, 'a')).toBe(expected);
    }
  });

  it('loses no update when all commands want the same row', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    const { submit, transactions } = startQueue(database);
    const landed = await Promise.all(names.map(() => submit(increment('a'))));
    expect(landed.map(({ result }) => result)).toEqual(names.map((_, index) => index + 1));
    expect(await counterValue(database, 'a')).toBe(16);
    expect(transactions[0]?.outcome).toBe('guard_failed');
  });

  it('keeps together what does not collide', async () => {
    const database = await open();
    await createCounters(database, names);
    const { submit, transactions } = startQueue(database);
    await Promise.all(['c0', 'c1', 'c0', 'c2', 'c3'].map((name) => submit(increment(name))));
    expect(transactions.map(({ commands, outcome }) => [commands.length, outcome])).toEqual([
      [5, 'guard_failed'],
      [2, 'committed'],
      [3, 'committed'],
    ]);
    expect(await counterValue(database, 'c0')).toBe(2);
  });

  it('gives a command that never lands a ConflictError with its guard, and the others their answer', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    const { submit } = startQueue(database);
    let preparations = 0;
    const stale = submit({
      name: 'stale',
      prepare: async () => {
        preparations += 1;
        return { statements: moveCounter('a', 77, 78), result: undefined };
      },
    });
    const missing = submit({
      name: 'missing row',
      prepare: async () => ({ statements: moveCounter('nobody', 0, 1), result: undefined }),
    });
    const good = submit(increment('a'));
    await expect(stale).rejects.toMatchObject({ name: 'ConflictError', command: 'stale', guard: 'counter' });
    await expect(missing).rejects.toThrow(ConflictError);
    expect((await good).result).toBe(1);
    expect(preparations).toBeLessThanOrEqual(8);
  });

  it('fails only the command whose prepare throws, with what it threw', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    const { submit, transactions } = startQueue(database);
    const broken = submit(increment('nobody'));
    const good = submit(increment('a'));
    await expect(broken).rejects.toThrow('no counter nobody');
    expect((await good).result).toBe(1);
    expect(transactions).toHaveLength(1);
  });

  it('fails only the command whose statement is invalid', async () => {
    const database = await open();
    await createCounters(database, ['a', 'b']);
    const { submit } = startQueue(database);
    const invalid = (sql: string, args: []) =>
      submit({ name: 'x', prepare: async () => ({ statements: [{ sql, args }], result: 0 }) });
    const first = submit(increment('a'));
    const broken = invalid('UPDATE nothing SET x = 1', []);
    const last = submit(increment('b'));
    await expect(broken).rejects.toThrow(DatabaseError);
    expect([(await first).result, (await last).result]).toEqual([1, 1]);
  });

  it('answers a command that writes nothing without a transaction', async () => {
    const database = await open();
    const { submit, transactions } = startQueue(database);
    const landed = await submit({ name: 'nothing', prepare: async () => ({ statements: [], result: 'as it is' }) });
    expect(landed).toEqual({ result: 'as it is', results: [], preparations: 1 });
    expect(transactions).toEqual([]);
  });

  it('gives each command the results of its own statements', async () => {
    const database = await open();
    await createCounters(database, ['a', 'b']);
    const { submit } = startQueue(database);
    const returning = (name: string) =>
      submit({
        name,
        prepare: async () => ({
          statements: [{ sql: 'UPDATE counters SET value = value + 1 WHERE name = ? RETURNING name', args: [name] }],
          result: undefined,
        }),
      });
    const [a, b] = await Promise.all([returning('a'), returning('b')]);
    expect([a.results[0]?.rows[0]?.name, b.results[0]?.rows[0]?.name]).toEqual(['a', 'b']);
    expect([a.results.length, b.results.length]).toEqual([1, 1]);
  });

  it('keeps to the most commands and statements in a transaction', async () => {
    const database = await open();
    await createCounters(database, names);
    const few = startQueue(database, { maxCommands: 5 });
    await Promise.all(names.map((name) => few.submit(increment(name))));
    expect(few.transactions.map(({ commands }) => commands.length)).toEqual([5, 5, 5, 1]);
    const short = startQueue(database, { maxStatements: 8 });
    await Promise.all(names.map((name) => short.submit(increment(name))));
    expect(short.transactions.map(({ statements }) => statements)).toEqual([8, 8, 8, 8]);
  });

  it('sends a large command by itself and refuses one that is too large', async () => {
    const database = await open();
    await createCounters(database, ['a']);
    const { submit, transactions } = startQueue(database, { maxStatements: 4, maxStatementsAlone: 10 });
    const insertMany = (prefix: string, count: number) =>
      submit({
        name: prefix,
        prepare: async () => ({
          statements: Array.from({ length: count }, (_, index) =>
            insertCounter({ name: `${prefix}${index}`, value: 0 }),
          ),
          result: count,
        }),
      });
    const [large, tooLarge, small] = await Promise.allSettled([
      insertMany('x', 10),
      insertMany('y', 11),
      submit(increment('a')),
    ]);
    expect(large.status).toBe('fulfilled');
    expect(tooLarge).toMatchObject({ status: 'rejected', reason: expect.any(CommandTooLargeError) });
    expect(small.status).toBe('fulfilled');
    expect(transactions.map(({ statements }) => statements)).toEqual([10, 2]);
  });

  it('refuses what is beyond the bound of the line', async () => {
    const database = await open();
    await createCounters(database, names);
    const { submit } = startQueue(database, { maxQueued: 3 });
    const answers = await Promise.allSettled(names.slice(0, 5).map((name) => submit(increment(name))));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(answers[4]).toMatchObject({ reason: expect.any(OverloadedError) });
  });

  it('closes after everything that waits was answered', async () => {
    const database = await open();
    await createCounters(database, names);
    const { submit, close, transactions } = startQueue(database, { maxCommands: 4 });
    const answers = names.map((name) => submit(increment(name)));
    await close();
    expect(transactions).toHaveLength(4);
    await expect(submit(increment('c0'))).rejects.toThrow(QueueClosedError);
    expect((await Promise.all(answers)).map(({ result }) => result)).toEqual(names.map(() => 1));
  });
});
