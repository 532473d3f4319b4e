import { check, index, integer, primaryKey, sql, sqliteTable, text } from '../drizzle.ts';

/** Named resources of repositories that tasks hold. */
export const locks = sqliteTable(
  'locks',
  {
    repository: text('repository').notNull(),
    name: text('name').notNull(),
    task: text('task').notNull(),
  },
  (table) => [primaryKey({ columns: [table.repository, table.name] }), index('locks_of_task').on(table.task)],
);

/** One row: the version on which the next lease command may land. */
export const scheduler = sqliteTable(
  'scheduler',
  { id: integer('id').primaryKey(), version: integer('version').notNull() },
  (table) => [check('scheduler_one_row', sql`${table.id} = 1`)],
);

/** Turns for writing, by installation: no turn before `next_at`. */
export const pacing = sqliteTable('pacing', { key: text('key').primaryKey(), nextAt: integer('next_at').notNull() });

/** When periodic work was last begun, by whichever process, and when that was which was last completed. */
export const chores = sqliteTable('chores', {
  name: text('name').primaryKey(),
  lastAt: integer('last_at').notNull(),
  doneAt: integer('done_at'),
});

/** One row: when the last tick ran, and since when ticks have run without a gap. */
export const ticks = sqliteTable(
  'ticks',
  { id: integer('id').primaryKey(), lastAt: integer('last_at'), steadySince: integer('steady_since') },
  (table) => [check('ticks_one_row', sql`${table.id} = 1`)],
);
