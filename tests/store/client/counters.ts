import type { Command } from '../../../src/store/client/command.ts';
import { guardedUpdate } from '../../../src/store/client/guard.ts';
import type { Database } from '../../../src/store/client/open_database.ts';
import { bound, compile, type Statement } from '../../../src/store/client/statement.ts';
import { and, drizzle, eq, integer, sql, sqliteTable, text } from '../../../src/store/drizzle.ts';

/** The smallest schema that can show a lost update: named counters. */
export const counters = sqliteTable('counters', {
  name: text('name').primaryKey(),
  value: integer('value').notNull(),
});

const write = drizzle.mock();

export const insertCounter = compile<{ name: string; value: number }>(
  write.insert(counters).values({ name: sql.placeholder('name'), value: sql.placeholder('value') }),
);

const move = compile<{ name: string; from: number; to: number }>(
  write
    .update(counters)
    .set({ value: bound(counters.value, 'to') })
    .where(and(eq(counters.name, sql.placeholder('name')), eq(counters.value, sql.placeholder('from')))),
);

/** Guard `counter`: the counter has the value `from`. */
export const moveCounter = (name: string, from: number, to: number): readonly Statement[] =>
  guardedUpdate('counter', move({ name, from, to }));

export async function createCounters(database: Database, names: readonly string[]): Promise<void> {
  const tables = [
    'CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)',
    'CREATE TABLE guards (failed INTEGER, CONSTRAINT guard_failed CHECK (failed IS NULL))',
  ];
  await database.writer.batch([
    ...tables.map((text) => ({ sql: text, args: [] })),
    ...names.map((name) => insertCounter({ name, value: 0 })),
  ]);
}

export async function counterValue(database: Database, name: string): Promise<number | undefined> {
  const row = await database.read.select().from(counters).where(eq(counters.name, name)).get();
  return row?.value;
}

/** Reads the counter and adds one to what it read: loses updates wherever the guard does not hold. */
export function increment(name: string): Command<number> {
  return {
    name: `increment ${name}`,
    prepare: async (read) => {
      const row = await read.select().from(counters).where(eq(counters.name, name)).get();
      if (row === undefined) throw new Error(`no counter ${name}`);
      return { statements: moveCounter(name, row.value, row.value + 1), result: row.value + 1 };
    },
  };
}
