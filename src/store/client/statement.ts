import type { InValue } from '@libsql/client';
import { type Column, fillPlaceholders, type Query, type SQL, sql } from '../drizzle.ts';

/** One SQL statement with its arguments by position, ready to be sent in a batch. */
export type Statement = {
  readonly sql: string;
  readonly args: readonly InValue[];
  /** Name of the guard that this statement is, for the error when it does not hold. */
  readonly guard?: string;
};

/** What every drizzle query can do: give its SQL. */
type Compilable = { toSQL(): Pick<Query, 'sql' | 'params'> };

/**
 * Compiles a drizzle query once; the returned function binds arguments to its placeholders.
 *
 * Building a query costs more than executing it, so statement functions compile at module load:
 * ```ts
 * const query = compile<{ id: string; to: TaskState }>(
 *   write.update(tasks).set({ state: bound(tasks.state, 'to') }).where(eq(tasks.id, sql.placeholder('id'))),
 * );
 * export const moveTask = (id: string, to: TaskState): Statement => query({ id, to });
 * ```
 * Throws drizzle's error where a placeholder has no value.
 */
export function compile<Values extends Record<string, unknown>>(query: Compilable): (values: Values) => Statement {
  const { sql: text, params } = query.toSQL();
  return (values) => ({ sql: text, args: fillPlaceholders(params, values) as InValue[] });
}

/** A placeholder in `set({ … })` that is encoded as the column encodes its values (JSON, booleans, dates). */
export function bound<Data>(column: Column & { readonly _: { readonly data: Data } }, name: string): SQL<Data> {
  return sql<Data>`${sql.param(sql.placeholder(name), column)}`;
}
