import type { FindingRecord } from '../../core/finding/finding_record.ts';
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { runs } from './runs.ts';
import { tasks } from './tasks.ts';

/** What reviews and failing checks found in the work of tasks. `attempt` is the number of the first that was told of it. */
export const findings = sqliteTable(
  'findings',
  {
    id: text('id').primaryKey(),
    run: text('run')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    task: text('task')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    content: json<FindingRecord['content']>('content').notNull(),
    state: text('state').$type<FindingRecord['state']>().notNull(),
    dueAt: integer('due_at').notNull(),
    attempt: integer('attempt'),
    foundAt: integer('found_at').notNull(),
  },
  (table) => [
    uniqueIndex('findings_of_task').on(table.task, table.key),
    index('findings_of_run').on(table.run, table.key),
    index('findings_due').on(table.dueAt).where(sql`${table.state} = 'open'`),
  ],
);
