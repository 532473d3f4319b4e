import { Column, is, SQL, sql } from 'drizzle-orm';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import { SQLiteCustomColumn } from 'drizzle-orm/sqlite-core';

/** What is selected: columns, SQL, and groups of them under a name. */
export type SelectedFields = { readonly [name: string]: Column | SQL | SelectedFields };

type Leaf = { readonly path: readonly string[]; readonly field: Column | SQL };

/** SQL for all fields as one JSON array, and what turns that text back into the row. */
export function packedRow<Fields extends SelectedFields>(fields: Fields) {
  const leaves = leavesOf(fields, []);
  const readers = leaves.map(({ field }) => readerOf(field));
  return {
    sql: sql<string>`json_array(${sql.join(
      leaves.map(({ field }) => (isJson(field) ? sql`json(${field})` : sql`${field}`)),
      sql`, `,
    )})`,
    unpack: (text: string): SelectResultFields<Fields> => {
      const cells = JSON.parse(text) as readonly unknown[];
      const row: Record<string, unknown> = {};
      for (const [index, { path }] of leaves.entries()) {
        const cell = cells[index] ?? null;
        put(row, path, cell === null ? null : (readers[index]?.(cell) ?? cell));
      }
      return row as SelectResultFields<Fields>;
    },
  };
}

function leavesOf(fields: SelectedFields, path: readonly string[]): readonly Leaf[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    is(field, Column) || is(field, SQL) ? [{ path: [...path, name], field }] : leavesOf(field, [...path, name]),
  );
}

/** JSON columns go into the array as what they are, not as text. */
function isJson(field: Column | SQL): boolean {
  return is(field, SQLiteCustomColumn);
}

function readerOf(field: Column | SQL): ((cell: unknown) => unknown) | undefined {
  return is(field, Column) && !isJson(field) && field.dataType === 'boolean' ? (cell) => cell === 1 : undefined;
}

function put(row: Record<string, unknown>, path: readonly string[], cell: unknown): void {
  let place = row;
  for (const name of path.slice(0, -1)) {
    place[name] ??= {};
    place = place[name] as Record<string, unknown>;
  }
  place[path.at(-1) ?? ''] = cell;
}
