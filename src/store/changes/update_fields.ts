import { compile, type Statement } from '../client/statement.ts';
import { getTableColumns, type SQL, type SQLiteTable, sql } from '../drizzle.ts';
import { build } from '../queries/query.ts';

/**
 * An update of whichever fields are given, compiled once for each set of fields that occurs.
 *
 * @param where may use placeholders; their names begin with `@`, so that they differ from the names of fields.
 */
export function updateFields<Where extends Readonly<Record<`@${string}`, unknown>>>(table: SQLiteTable, where: SQL) {
  const columns = getTableColumns(table);
  const compiled = new Map<string, (values: Record<string, unknown>) => Statement>();

  function compileFor(names: readonly string[]) {
    const set = names.map((name) => {
      const column = columns[name];
      if (column === undefined) throw new Error(`There is no column for the field ${name}.`);
      return [name, sql`${sql.param(sql.placeholder(name), column)}`] as const;
    });
    return compile<Record<string, unknown>>(build.update(table).set(Object.fromEntries(set)).where(where));
  }

  return (set: Readonly<Record<string, unknown>>, values: Where): Statement => {
    const names = Object.keys(set);
    const shape = names.join();
    const statement = compiled.get(shape) ?? compileFor(names);
    compiled.set(shape, statement);
    return statement({ ...set, ...values });
  };
}
