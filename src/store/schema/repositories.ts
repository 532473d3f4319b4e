import { index, integer, sqliteTable, text, uniqueIndex } from '../drizzle.ts';

/** Where plans are run. Known by what runners fetch from, and on GitHub by its id, which outlives every name. */
export const repositories = sqliteTable(
  'repositories',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    cloneUrl: text('clone_url').notNull().unique(),
    /** Both or neither. */
    githubId: integer('github_id'),
    githubInstallation: integer('github_installation'),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [
    uniqueIndex('repositories_github_id').on(table.githubId),
    index('repositories_of_installation').on(table.githubInstallation),
  ],
);
