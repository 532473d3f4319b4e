import type { AgentUsage } from '../../protocol/agent_session.ts';
import { integer, primaryKey, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';
import { tasks } from './tasks.ts';

/** Conversations of agents, each in the HOME of its task on its runner. */
export const sessions = sqliteTable(
  'sessions',
  {
    task: text('task')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    runner: text('runner').notNull(),
    provider: text('provider').notNull(),
    session: text('session').notNull(),
    used: json<AgentUsage>('used').notNull(),
    began: integer('began').notNull(),
    attempt: integer('attempt').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.task, table.runner, table.provider] })],
);
