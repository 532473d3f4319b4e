import { check, integer, sql, sqliteTable } from '../drizzle.ts';
import type { Statement } from './statement.ts';

/**
 * A table that is always empty: whoever inserts into it breaks its constraint, which rolls the whole batch back.
 * SQL has no other way to say "stop unless" inside a batch. It belongs to the schema like every table.
 */
export const guards = sqliteTable('guards', { failed: integer('failed') }, (table) => [
  check('guard_failed', sql`${table.failed} IS NULL`),
]);

/**
 * An update (or delete) that must change exactly `rows` rows, else the whole batch is rolled back.
 *
 * The update names what it expects in its WHERE (`… WHERE id = ? AND state = ?`), so a row in another state and a row
 * that is not there fail alike. The second statement looks at `changes()`, the row count of the statement just before
 * it on the same connection, hence the two must stay neighbours.
 *
 * Costs 8 µs more than a CASE that yields NULL for a NOT NULL column, which would let a missing row pass.
 */
export function guardedUpdate(guard: string, update: Statement, rows = 1): readonly [Statement, Statement] {
  return [update, { sql: 'INSERT INTO guards (failed) SELECT 1 WHERE changes() <> ?', args: [rows], guard }];
}

/**
 * Requires that a SELECT gives at least one row at the moment of the commit, else the whole batch is rolled back:
 * for commands that rely on a row they do not change, such as an attempt that must still hold its lease.
 */
export function guardExists(guard: string, select: Statement): Statement {
  return { sql: `INSERT INTO guards (failed) SELECT 1 WHERE NOT EXISTS (${select.sql})`, args: select.args, guard };
}
