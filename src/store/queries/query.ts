import type { Client, InValue, ResultSet } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { compile, type Statement } from '../client/statement.ts';

/** Builds queries without a database, to be compiled at module load. */
export const build = drizzle.mock();

/** A query with its arguments, and how its answer is read. */
export type Query<Row> = { readonly statement: Statement; readonly rowsOf: (result: ResultSet) => readonly Row[] };

/** What a select of drizzle can do that is used here: give its SQL, and map its rows. */
type Select<Row> = {
  toSQL(): { sql: string; params: unknown[] };
  prepare(): { mapResult(response: unknown, isFromBatch?: boolean): unknown };
  readonly _: { readonly result: readonly Row[] };
};

/**
 * Compiles a select once; the returned function binds its placeholders. Building one costs more than executing it, and
 * drizzle's own prepared queries cannot take part in a batch, which is the only way to read one snapshot in one trip.
 */
export function select<Values extends Record<string, unknown>>(): <Row>(
  query: Select<Row>,
) => (values: Values) => Query<Row> {
  return <Row>(query: Select<Row>) => {
    const bind = compile<Values>(query);
    const prepared = query.prepare();
    const rowsOf = (result: ResultSet) => prepared.mapResult(result, true) as Row[];
    return (values) => ({ statement: bind(values), rowsOf });
  };
}

/** A query in SQL where drizzle has no words for it; `rowOf` reads one row by column names. */
export function selectSql<Row>(sql: string, rowOf: (row: Readonly<Record<string, unknown>>) => Row) {
  return (...args: readonly InValue[]): Query<Row> => ({
    statement: { sql, args },
    rowsOf: (result) => result.rows.map(rowOf),
  });
}

type Rows<Queries extends readonly Query<unknown>[]> = {
  readonly [Index in keyof Queries]: Queries[Index] extends Query<infer Row> ? readonly Row[] : never;
};

/** Reads of one moment. */
export type Snapshots = {
  /** Everything that is asked at once is one snapshot. */
  readonly all: <const Queries extends readonly Query<unknown>[]>(...queries: Queries) => Promise<Rows<Queries>>;
  /** The first row of one query; null: there is none. */
  readonly first: <Row>(query: Query<Row>) => Promise<Row | null>;
};

/**
 * @param how `batch`: every `all` is a transaction of its own. `coalesced`: its reads travel with those of other
 * readers of the same moment, for a server, where each transaction costs a request. A crowd of readers may be split
 * there, so it is for decisions only, whose guards notice what has changed.
 */
export function snapshotsOf(client: Pick<Client, 'batch' | 'execute'>, how: 'batch' | 'coalesced'): Snapshots {
  const execute = ({ statement }: Query<unknown>) => client.execute(toClientStatement(statement));
  return {
    all: async <const Queries extends readonly Query<unknown>[]>(...queries: Queries) => {
      const results =
        how === 'coalesced' || queries.length === 1
          ? await Promise.all(queries.map(execute))
          : await client.batch(
              queries.map((query) => toClientStatement(query.statement)),
              'read',
            );
      return results.map((result, index) => queries[index]?.rowsOf(result) ?? []) as unknown as Rows<Queries>;
    },
    first: async (query) => query.rowsOf(await execute(query))[0] ?? null,
  };
}

function toClientStatement({ sql, args }: Statement) {
  return { sql, args: [...args] };
}
