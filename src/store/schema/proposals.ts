import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ProposalSource } from '../../core/proposal_record.ts';
import { json } from './json_column.ts';
import { repositories } from './repositories.ts';

/** Plans that wait for a person's approval, at most one of an issue. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text('id').primaryKey(),
    repository: text('repository')
      .notNull()
      .references(() => repositories.id),
    issue: integer('issue').notNull(),
    source: text('source').$type<ProposalSource>().notNull(),
    plan: json<Plan>('plan').notNull(),
    planHash: text('plan_hash').notNull(),
    agents: json<AgentSettings>('agents').notNull(),
    by: text('by').notNull(),
    createdAt: integer('created_at').notNull(),
    shownAt: integer('shown_at'),
  },
  (table) => [uniqueIndex('proposals_of_issue').on(table.repository, table.issue)],
);
