import type { Shown } from '../../core/shown.ts';
import { index, integer, primaryKey, sql, sqliteTable, text } from '../drizzle.ts';

/** What was last written to places that are edited in place. */
export const shown = sqliteTable(
  'shown',
  {
    subject: text('subject').notNull(),
    what: text('what').$type<Shown['what']>().notNull(),
    number: integer('number'),
    digest: text('digest').notNull(),
    /** When it last was. */
    rememberedAt: integer('remembered_at').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.what] }),
    index('shown_commands').on(table.rememberedAt).where(sql`${table.what} = 'commands'`),
  ],
);

/** How new the newest news of issues are that were acted upon: older ones that come late change nothing. */
export const issuesSeen = sqliteTable(
  'issues_seen',
  {
    repository: text('repository').notNull(),
    issue: integer('issue').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repository, table.issue] }),
    index('issues_seen_by_age').on(table.updatedAt),
  ],
);
