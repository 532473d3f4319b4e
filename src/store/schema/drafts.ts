import type { DraftRecord, DraftSettings } from '../../core/draft_record.ts';
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { repositories } from './repositories.ts';

/** Plans that the orchestrator makes, or made, of issues without tasks; of an issue at most one is being made. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text('id').primaryKey(),
    repository: text('repository')
      .notNull()
      .references(() => repositories.id),
    issue: integer('issue').notNull(),
    run: text('run').notNull(),
    task: text('task').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    by: text('by').notNull(),
    settings: json<DraftSettings>('settings').notNull(),
    state: text('state').$type<DraftRecord['state']>().notNull(),
    editedAt: integer('edited_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('drafts_being_made').on(table.repository, table.issue).where(sql`${table.state} = 'making'`),
    index('drafts_of_issue').on(table.repository, table.issue, table.createdAt),
    uniqueIndex('drafts_of_task').on(table.task),
  ],
);
