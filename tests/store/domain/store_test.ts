import { afterEach } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import type { Decision } from '../../../src/core/decision.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { TransactionReport } from '../../../src/store/client/group_commit.ts';
import { openDatabase } from '../../../src/store/client/open_database.ts';
import { openStore } from '../../../src/store/open_store.ts';
import type { TestDatabases } from '../../support/databases.ts';
import { START } from './records.ts';

/** A store with ways to write to it without a decision. */
export type WritableStore = Store & {
  /** Commits these parts of a decision as one command. */
  readonly write: (parts: Partial<Decision<unknown>>) => Promise<unknown>;
  readonly change: (...changes: readonly Change[]) => Promise<unknown>;
  readonly clock: { time: number; now: () => number };
};

/** A store on the test's database, whose tables can be looked into. */
export type TestStore = WritableStore & {
  readonly rows: (sql: string, ...args: readonly (string | number)[]) => Promise<readonly Record<string, unknown>[]>;
  /** The task as it is stored now. */
  readonly taskNow: (task: Pick<TaskRecord, 'run' | 'key'>) => Promise<TaskRecord>;
  readonly transactions: TransactionReport[];
};

export function storeOpener(databases: TestDatabases): () => Promise<TestStore> {
  const opened: { close(): void | Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  return async () => {
    const transactions: TransactionReport[] = [];
    const clock = { time: START, now: () => clock.time };
    const url = await databases.url();
    const store = await openStore({ url, clock, queue: { onTransaction: (report) => transactions.push(report) } });
    const database = await openDatabase({ url });
    opened.push(store, database);
    return {
      ...writable(store, clock),
      rows: async (sql, ...args) => {
        const { columns, rows } = await database.writer.execute({ sql, args });
        return rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
      },
      taskNow: async ({ run, key }) => {
        const task = await store.read.taskByKey(run, key);
        if (task === null) throw new Error(`no task ${key}`);
        return task;
      },
      transactions,
    };
  };
}

/** Adds the ways to write, each as one command. */
export function writable(store: Store, clock: WritableStore['clock']): WritableStore {
  const write = (parts: Partial<Decision<unknown>>) =>
    store.command('test', async () => ({ changes: [], events: [], effects: [], result: null, ...parts }));
  return { ...store, write, change: (...changes) => write({ changes }), clock };
}
