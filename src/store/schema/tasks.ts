import { ANY_AGENT, type TaskRouting } from '../../core/agents/task_routing.ts';
import type { Approval, PlanTask } from '../../core/plan/plan.ts';
import type { Reason } from '../../core/reason.ts';
import type { CancelHow, TaskRecord } from '../../core/records.ts';
import type { FailureCounts } from '../../core/retry/failure_policy.ts';
import type { Takeover } from '../../core/task/takeover.ts';
import type { TaskState } from '../../core/task/task_state.ts';
import type { Slot } from '../../protocol/slot.ts';
import { desc, index, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { runs } from './runs.ts';

/**
 * Nodes of a run's graph. What the scheduler looks at of many tasks (`labels` to `runCreatedAt`, `routing` and `slot`) stands in columns of its
 * own, taken from `spec` and the run, so that it reads no plan text.
 */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text('id').primaryKey(),
    run: text('run')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<TaskRecord['kind']>().notNull(),
    state: text('state').$type<TaskState>().notNull(),
    reason: json<Reason>('reason'),
    openDependencies: integer('open_dependencies').notNull(),
    attempts: integer('attempts').notNull(),
    failures: json<FailureCounts>('failures').notNull(),
    passedOver: json<readonly string[]>('passed_over').notNull().default([]),
    dueAt: integer('due_at'),
    priority: integer('priority').notNull(),
    rank: integer('rank').notNull(),
    cancel: text('cancel').$type<CancelHow>(),
    commit: text('commit'),
    mergeCommit: text('merge_commit'),
    pull: integer('pull'),
    pushed: text('pushed'),
    takeover: json<Takeover>('takeover'),
    approval: text('approval').$type<Approval>(),
    approvedCommit: text('approved_commit'),
    checked: text('checked'),
    endedAt: integer('ended_at'),
    /** When it became ready last, by a move of its own. */
    readyAt: integer('ready_at'),
    title: text('title').notNull(),
    routing: json<TaskRouting>('routing')
      .notNull()
      .default(sql.raw(`'${JSON.stringify(ANY_AGENT)}'`)),
    slot: text('slot').$type<Slot>().notNull().default('task'),
    labels: json<readonly string[]>('labels').notNull(),
    locks: json<readonly string[]>('locks').notNull(),
    files: json<readonly string[]>('files').notNull(),
    runCreatedAt: integer('run_created_at').notNull(),
    summary: text('summary').notNull(),
    outputs: json<Readonly<Record<string, string>>>('outputs').notNull(),
    spec: json<PlanTask>('spec').notNull(),
  },
  (table) => [
    uniqueIndex('tasks_key').on(table.run, table.key),
    index('tasks_by_state').on(table.run, table.state, table.kind),
    index('tasks_answering')
      .on(table.id)
      .where(sql`${table.kind} = 'answering' AND ${table.state} IN ('ready', 'running')`),
    index('tasks_ready')
      .on(table.slot, desc(table.priority), desc(table.rank), table.runCreatedAt, table.run, table.position)
      .where(sql`${table.state} = 'ready'`),
    index('tasks_by_pull').on(table.pull).where(sql`${table.pull} IS NOT NULL`),
    index('tasks_retry_due').on(table.dueAt).where(sql`${table.state} = 'retrying'`),
    index('tasks_to_approve').on(table.run).where(sql`${table.state} = 'ready' AND ${table.approval} = 'before'`),
    index('tasks_using_files')
      .on(table.run)
      .where(sql`${table.state} IN ('running', 'in_review') AND ${table.files} <> '[]'`),
  ],
);

/** What waits for what. `satisfied` ones are counted off from the task's `open_dependencies`. */
export const dependencies = sqliteTable(
  'dependencies',
  {
    task: text('task')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    dependsOn: text('depends_on')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    run: text('run').notNull(),
    satisfied: integer('satisfied', { mode: 'boolean' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.task, table.dependsOn] }),
    index('dependencies_backwards').on(table.dependsOn, table.task),
    index('dependencies_of_run').on(table.run),
  ],
);
