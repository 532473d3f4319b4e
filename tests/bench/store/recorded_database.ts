import type { Client, InStatement, ResultSet } from '@libsql/client';
import type { Database } from '../../../src/store/client/open_database.ts';
import { drizzle } from '../../../src/store/drizzle.ts';
import { readerClient } from '../../../src/store/queries/reader_client.ts';

/** One trip to the database, as the store made it. */
export type Trip = { readonly kind: 'read' | 'write'; readonly statements: readonly InStatement[] };

/** The same database, which adds every trip to `trips`. */
export function recordTrips(database: Database, trips: Trip[]): Database {
  const client = readerClient(database.read);
  const record = (kind: Trip['kind'], statements: readonly InStatement[]) => {
    trips.push({ kind, statements: structuredClone(statements) });
  };
  const recording: Pick<Client, 'execute' | 'batch'> = {
    execute: (statement: InStatement): Promise<ResultSet> => {
      record('read', [statement]);
      return client.execute(statement);
    },
    batch: (statements, mode) => {
      record('read', statements as InStatement[]);
      return client.batch(statements, mode);
    },
  };
  return {
    ...database,
    read: drizzle({ client: Object.assign(Object.create(client) as Client, recording) }),
    writer: {
      ...database.writer,
      batch: (statements) => {
        const sent = statements.map(({ sql, args }) => ({ sql, args: [...args] }));
        record('write', sent);
        return database.writer.batch(statements);
      },
    },
  };
}
