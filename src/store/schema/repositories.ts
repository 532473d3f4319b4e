import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Where plans are run. Known by what runners fetch from. */
export const repositories = sqliteTable('repositories', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  cloneUrl: text('clone_url').notNull().unique(),
  savedAt: integer('saved_at').notNull(),
});
