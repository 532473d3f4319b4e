import { index, integer, primaryKey, sql, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';

/** What happened, numbered per run from 1. Append-only. `task` is a key, `attempt` a number. */
export const events = sqliteTable(
  'events',
  {
    run: text('run').notNull(),
    seq: integer('seq').notNull(),
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    task: text('task'),
    attempt: integer('attempt'),
    data: json<Readonly<Record<string, unknown>>>('data').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run, table.seq] }),
    index('events_notices')
      .on(table.run, table.seq)
      .where(
        sql`${table.kind} IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested', 'task_taken', 'task_returned', 'plan_edited', 'plan_edit_proposed', 'plan_edit_refused', 'budget_changed')`,
      ),
    index('events_plan_edits')
      .on(table.run, table.seq)
      .where(sql`${table.kind} IN ('plan_edited', 'plan_edit_proposed', 'plan_edit_refused')`),
  ],
);
