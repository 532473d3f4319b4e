import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ProposalSource } from '../../core/proposal_record.ts';
import { integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { repositories } from './repositories.ts';
import { runs } from './runs.ts';

/** Plans that wait for a person's approval, at most one of an issue, and edits of plans that run, at most one of a run. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text('id').primaryKey(),
    repository: text('repository')
      .notNull()
      .references(() => repositories.id),
    issue: integer('issue').notNull(),
    run: text('run').references(() => runs.id, { onDelete: 'cascade' }),
    source: text('source').$type<ProposalSource>().notNull(),
    text: text('text'),
    plan: json<Plan>('plan').notNull(),
    planHash: text('plan_hash').notNull(),
    agents: json<AgentSettings>('agents').notNull(),
    by: text('by').notNull(),
    createdAt: integer('created_at').notNull(),
    shownAt: integer('shown_at'),
  },
  (table) => [
    uniqueIndex('proposals_of_issue').on(table.repository, table.issue).where(sql`${table.run} IS NULL`),
    uniqueIndex('proposals_of_run').on(table.run).where(sql`${table.run} IS NOT NULL`),
  ],
);
