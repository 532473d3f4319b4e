import type { PricedUsage } from '../../protocol/usage.ts';
import { index, integer, primaryKey, sqliteTable, text } from '../drizzle.ts';
import { attempts } from './attempts.ts';
import { repositories } from './repositories.ts';

/**
 * What attempts have used, one row each, written while they run. It bears all by which it is summed, so that no sum reads
 * anything else; `counts`: towards the limits of its task, which a person's retry sets back.
 */
export const usage = sqliteTable(
  'usage',
  {
    attempt: text('attempt')
      .primaryKey()
      .references(() => attempts.id, { onDelete: 'cascade' }),
    task: text('task').notNull(),
    run: text('run').notNull(),
    repository: text('repository').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    cachedTokens: integer('cached_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    /** Millionths of a US dollar. */
    costMicros: integer('cost_micros'),
    costBy: text('cost_by').$type<NonNullable<PricedUsage['costBy']>>(),
    model: text('model'),
    counts: integer('counts', { mode: 'boolean' }).notNull(),
    /** Who used it, and what it was there for; by them what others will use is estimated. */
    agent: text('agent'),
    role: text('role'),
  },
  (table) => [
    index('usage_of_task').on(table.task),
    index('usage_of_run').on(table.run),
    index('usage_of_repository').on(table.repository),
    index('usage_of_agent').on(table.repository, table.agent, table.role, table.attempt),
  ],
);

/**
 * Sums of what budgets bound, kept while usage is recorded: of a run (`subject` its id, `period` empty), and of a repository in
 * a calendar month (`2026-11`).
 */
export const spending = sqliteTable(
  'spending',
  {
    subject: text('subject').notNull(),
    period: text('period').notNull(),
    costMicros: integer('cost_micros').notNull(),
    tokens: integer('tokens').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.period] })],
);

/** What the agents of all plans of a repository may use in a calendar month, as its settings files said last; no row: as much as they need. */
export const repositoryBudgets = sqliteTable('repository_budgets', {
  repository: text('repository')
    .primaryKey()
    .references(() => repositories.id, { onDelete: 'cascade' }),
  costMicros: integer('cost_micros'),
  tokens: integer('tokens'),
});
