import { type AgentSettings, NO_AGENT_SETTINGS } from '../../core/agents/agent_settings.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Reason } from '../../core/reason.ts';
import type { CancelHow } from '../../core/records.ts';
import type { RunState } from '../../core/run/run_state.ts';
import type { BudgetStage } from '../../protocol/usage.ts';
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { repositories } from './repositories.ts';

/** Executions of plans. At most one of a name is unfinished in a repository. */
export const runs = sqliteTable(
  'runs',
  {
    id: text('id').primaryKey(),
    repository: text('repository')
      .notNull()
      .references(() => repositories.id),
    name: text('name').notNull(),
    sequence: integer('sequence').notNull(),
    state: text('state').$type<RunState>().notNull(),
    reason: json<Reason>('reason'),
    owner: text('owner').notNull(),
    issue: integer('issue'),
    finalPull: integer('final_pull'),
    planHash: text('plan_hash').notNull(),
    planEdits: integer('plan_edits').notNull().default(0),
    base: text('base'),
    baseCommit: text('base_commit'),
    branchPrefix: text('branch_prefix').notNull(),
    integrationHead: text('integration_head'),
    concurrency: integer('concurrency'),
    budgetMicros: integer('budget_micros'),
    budgetTokens: integer('budget_tokens'),
    budgetStage: text('budget_stage').$type<BudgetStage>().notNull().default('open'),
    timeoutMs: integer('timeout_ms'),
    deadlineAt: integer('deadline_at'),
    cancel: text('cancel').$type<CancelHow>(),
    reportPath: text('report_path'),
    reportCommit: text('report_commit'),
    openTasks: integer('open_tasks').notNull(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
  },
  (table) => [
    uniqueIndex('runs_sequence').on(table.repository, table.name, table.sequence),
    uniqueIndex('runs_one_active')
      .on(table.repository, table.name)
      .where(sql`${table.state} IN ('pending', 'running', 'paused', 'in_review')`),
    index('runs_by_state').on(table.state),
    index('runs_deadline').on(table.deadlineAt).where(sql`${table.state} IN ('running', 'paused', 'in_review')`),
    index('runs_without_open_task').on(table.id).where(sql`${table.state} = 'running' AND ${table.openTasks} = 0`),
    index('runs_by_name').on(table.name, table.createdAt),
    index('runs_by_prefix').on(table.repository, table.branchPrefix),
    index('runs_by_final_pull').on(table.repository, table.finalPull).where(sql`${table.finalPull} IS NOT NULL`),
    index('runs_by_age').on(table.createdAt),
  ],
);

/** What a run was started with, apart from it because it is large and rarely read. */
export const plans = sqliteTable('plans', {
  run: text('run')
    .primaryKey()
    .references(() => runs.id, { onDelete: 'cascade' }),
  context: text('context').notNull(),
  plan: json<Plan>('plan').notNull(),
  agents: json<AgentSettings>('agents')
    .notNull()
    .default(sql.raw(`'${JSON.stringify(NO_AGENT_SETTINGS)}'`)),
});
