import type { Client, ResultSet } from '@libsql/client';
import { toClientStatement } from './client_statement.ts';
import { toDatabaseError } from './database_error.ts';
import type { Statement } from './statement.ts';

/** The one connection that writes. */
export type Writer = {
  /** Runs the statements as one immediate transaction: all land or none. Throws a `DatabaseError`. */
  batch(statements: readonly Statement[]): Promise<ResultSet[]>;
  /**
   * Runs the statements as one transaction with foreign keys off, as rebuilding a table needs. The first statement must
   * be a write, because the transaction begins deferred and takes the write lock with it. Throws a `DatabaseError`.
   */
  changeSchema(statements: readonly Statement[]): Promise<ResultSet[]>;
  /** Runs one statement by itself. Throws a `DatabaseError`. */
  execute(statement: Statement): Promise<ResultSet>;
  close(): void;
};

/**
 * Wraps a client of one connection.
 *
 * After SQLITE_BUSY the embedded client leaves a statement open on its connection, and every later commit there fails
 * with "SQL statements in progress" (libsql-client-ts #352); after other failures the pool may have dropped the
 * connection, and pragmas with it. So whatever failed but for a guard, the connection is opened anew (40 µs) and `prepare`
 * sets its pragmas again before the next use.
 */
export function createWriter(client: Client, prepare: (client: Client) => Promise<void>): Writer {
  let prepared = false;

  async function use<T>(operation: () => Promise<T>): Promise<T> {
    try {
      if (!prepared) {
        await prepare(client);
        prepared = true;
      }
      return await operation();
    } catch (thrown) {
      const error = toDatabaseError(thrown);
      if (error.code !== 'guard_failed' && error.code !== 'database_closed') {
        prepared = false;
        await client.reconnect();
      }
      throw error;
    }
  }

  return {
    batch: (statements) => use(() => client.batch(statements.map(toClientStatement), 'write')),
    changeSchema: (statements) => use(() => client.migrate(statements.map(toClientStatement))),
    execute: (statement) => use(() => client.execute(toClientStatement(statement))),
    close: () => client.close(),
  };
}
