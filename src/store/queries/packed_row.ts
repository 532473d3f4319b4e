import { Column, is, type SelectResultFields, SQL, SQLiteCustomColumn, sql } from '../drizzle.ts';

/** What is selected: columns, SQL, and groups of them under a name. */
export type SelectedFields = { readonly [name: string]: Column | SQL | SelectedFields };

/** SQL that gives JSON text, read as what that text says. */
export class JsonSql<Data> extends SQL<Data> {
  static of<Data>(text: SQL): JsonSql<Data> {
    return new JsonSql<Data>(text.queryChunks);
  }
}

type Leaf = {
  readonly path: readonly string[];
  readonly field: Column | SQL;
  readonly read: (cell: unknown) => unknown;
};

/**
 * SQL for all fields as one JSON array, and what turns that text back into the row. The array begins with an array of
 * the plain cells; what is JSON follows as it is stored, pasted in, since SQLite need not parse what was written
 * as JSON.
 */
export function packedRow<Fields extends SelectedFields>(fields: Fields) {
  const leaves = leavesOf(fields, []);
  const plain = leaves.filter(({ field }) => !isJson(field));
  const pasted = leaves.filter(({ field }) => isJson(field));
  const cells = sql.join(
    plain.map(({ field }) => field),
    sql`, `,
  );
  const pastes = pasted.map(({ field }) => sql` || ',' || coalesce(${field}, 'null')`);
  return {
    sql: sql<string>`'[' || json_array(${cells})${sql.join(pastes)} || ']'`,
    unpack: (text: string): SelectResultFields<Fields> => {
      const [first, ...rest] = JSON.parse(text) as readonly [readonly unknown[], ...unknown[]];
      const row: Record<string, unknown> = {};
      for (const [index, { path, read }] of plain.entries()) put(row, path, read(first[index]));
      for (const [index, { path }] of pasted.entries()) put(row, path, rest[index]);
      return row as SelectResultFields<Fields>;
    },
  };
}

function leavesOf(fields: SelectedFields, path: readonly string[]): readonly Leaf[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    is(field, Column) || is(field, SQL)
      ? [{ path: [...path, name], field, read: readerOf(field) }]
      : leavesOf(field, [...path, name]),
  );
}

function isJson(field: Column | SQL): boolean {
  return is(field, SQLiteCustomColumn) || field instanceof JsonSql;
}

/** SQLite has no truth values of its own. */
function readerOf(field: Column | SQL): Leaf['read'] {
  return is(field, Column) && field.dataType === 'boolean' ? (cell) => cell === 1 : (cell) => cell;
}

function put(row: Record<string, unknown>, path: readonly string[], cell: unknown): void {
  let place = row;
  for (const name of path.slice(0, -1)) {
    place[name] ??= {};
    place = place[name] as Record<string, unknown>;
  }
  place[path.at(-1) ?? ''] = cell;
}
