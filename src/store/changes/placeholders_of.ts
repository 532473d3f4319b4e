import { getTableColumns, type InferInsertModel, type SQLiteTable, sql } from '../drizzle.ts';

/** Values of an insert: for every column a placeholder with the field's name, encoded as the column encodes. */
export function placeholdersOf<Table extends SQLiteTable>(table: Table): InferInsertModel<Table> {
  const entries = Object.entries(getTableColumns(table)).map(([name, column]) => [
    name,
    sql`${sql.param(sql.placeholder(name), column)}`,
  ]);
  return Object.fromEntries(entries) as InferInsertModel<Table>;
}
