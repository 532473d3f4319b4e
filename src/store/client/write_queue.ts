import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command, Landed } from './command.ts';
import type { Waiting } from './decide_group.ts';
import { commitGroup, type GroupLimits, type TransactionReport } from './group_commit.ts';
import type { Database } from './open_database.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry.ts';
import { OverloadedError, QueueClosedError } from './write_queue_errors.ts';

/** The only way to change the database. */
export type WriteQueue = {
  /**
   * Answers after the commit that holds the command, never before. Commands that wait at the same moment share one.
   *
   * Rejects with what `prepare` threw, or with a `ConflictError`, `OverloadedError`, `CommandTooLargeError`,
   * `QueueClosedError` or `DatabaseError`. After `database_unreachable` the command may have landed all the same.
   */
  submit<T>(command: Command<T>): Promise<Landed<T>>;
  /** Takes nothing more and resolves when everything that waits was answered. */
  close(): Promise<void>;
};

/** Bounds of the queue, and who is told of its transactions. */
export type WriteQueueOptions = Partial<GroupLimits> & {
  /** The most commands that may wait; further ones are refused with an `OverloadedError`. */
  readonly maxQueued?: number;
  readonly retry?: RetryPolicy;
  /** Told of every transaction that was tried: for logs, metrics and tests. Must not throw. */
  readonly onTransaction?: (report: TransactionReport) => void;
};

const defaultLimits: GroupLimits = {
  maxCommands: 128,
  maxStatements: 2_000,
  maxStatementsAlone: 100_000,
  maxCollisions: 3,
  maxTriesAlone: 5,
};
const defaultMaxQueued = 10_000;

/** Starts the group commit over a database. One queue per process and database. */
export function createWriteQueue(database: Database, options: WriteQueueOptions = {}): WriteQueue {
  const { maxQueued = defaultMaxQueued, retry = defaultRetryPolicy, onTransaction = () => {}, ...limits } = options;
  const context = { database, retry, onTransaction, limits: { ...defaultLimits, ...limits } };
  const waiting: Waiting[] = [];
  let closed = false;
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // The embedded database works without giving up the thread, so without this turn of the event loop requests that
      // have arrived meanwhile would never come to share a transaction.
      await nextTurn();
      await commitGroup(context, waiting.splice(0, context.limits.maxCommands));
    }
    draining = undefined;
  }

  return {
    submit: <T>(command: Command<T>) =>
      new Promise<Landed<T>>((resolve, reject) => {
        if (closed) return reject(new QueueClosedError());
        if (waiting.length >= maxQueued) return reject(new OverloadedError(waiting.length));
        waiting.push(asWaiting(command, resolve, reject));
        draining ??= drain();
      }),
    close: async () => {
      closed = true;
      await draining;
    },
  };
}

/** Hides the type of the result, so that commands with different results can wait in one line. */
function asWaiting<T>(
  command: Command<T>,
  resolve: (landed: Landed<T>) => void,
  reject: (error: unknown) => void,
): Waiting {
  let preparations = 0;
  return {
    name: command.name,
    preparations: () => preparations,
    prepare: async (read) => {
      preparations += 1;
      const { statements, result } = await command.prepare(read);
      return { statements, land: (results) => resolve({ result, results, preparations }) };
    },
    reject,
  };
}
