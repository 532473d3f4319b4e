import type { RunnerRecord } from '../../core/records.ts';
import type { RunnerToken } from '../../core/runner/runner_token.ts';
import { integer, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';

/** Processes that execute attempts, as they last introduced themselves. */
export const runners = sqliteTable('runners', {
  id: text('id').primaryKey(),
  boot: text('boot').notNull(),
  name: text('name').notNull(),
  labels: json<readonly string[]>('labels').notNull(),
  slots: integer('slots').notNull(),
  agents: json<RunnerRecord['agents']>('agents').notNull(),
  repositories: json<readonly string[]>('repositories').notNull(),
  sandbox: text('sandbox').$type<RunnerRecord['sandbox']>().notNull(),
  seenAt: integer('seen_at').notNull(),
  /** The token it registered with; null: that of the service's environment. */
  token: json<RunnerToken>('token'),
});
