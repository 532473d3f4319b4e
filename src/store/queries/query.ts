import type { Client, InValue, ResultSet } from '@libsql/client';
import { toClientStatement } from '../client/client_statement.ts';
import { compile, type Statement } from '../client/statement.ts';
import { drizzle, type SelectResultFields, type SQL } from '../drizzle.ts';
import { packedRow, type SelectedFields } from './packed_row.ts';

/** Builds statements and queries without a database, to be compiled at module load. */
export const build = drizzle.mock();

/** A query with its arguments, and how its answer is read. */
export type Query<Row> = { readonly statement: Statement; readonly rowsOf: (result: ResultSet) => readonly Row[] };

/**
 * Compiles a select once; the returned function binds its placeholders. Building one costs more than executing it, and
 * drizzle's own prepared queries cannot take part in a batch, which is the only way to read one snapshot in one trip.
 *
 * Every row comes as one JSON array, since the client makes each cell of a row costly (two properties, and over HTTP an
 * object): a slice of eighty cells takes less than half the time so. Hence no blobs, and what is computed by SQL comes as SQL
 * has it (0 and 1 for truth).
 *
 * @param fields what is selected, as in drizzle.
 * @param query the rest of the select, from `from` on.
 */
export function select<Values extends Record<string, unknown>>() {
  return <Fields extends SelectedFields>(
    fields: Fields,
    query: (rows: ReturnType<typeof selectRows>) => Parameters<typeof compile>[0],
  ) => {
    const packed = packedRow(fields);
    const bind = compile<Values>(query(selectRows(packed.sql)));
    const rowsOf = (result: ResultSet) => result.rows.map((row) => packed.unpack(String(row[0])));
    return (values: Values): Query<SelectResultFields<Fields>> => ({ statement: bind(values), rowsOf });
  };
}

function selectRows(row: SQL<string>) {
  return build.select({ row });
}

/** A query in SQL where drizzle has no words for it. It selects one column, a JSON object that is the row. */
export function selectSql<Row>(sql: string) {
  return (...args: readonly InValue[]): Query<Row> => ({
    statement: { sql, args },
    rowsOf: (result) => result.rows.map((row) => JSON.parse(String(row[0])) as Row),
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
