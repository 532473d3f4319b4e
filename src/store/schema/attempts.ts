import type { AttemptState } from '../../core/attempt/attempt_state.ts';
import type { AttemptRecord } from '../../core/records.ts';
import type { ExecutionRequest } from '../../protocol/execution_request.ts';
import type { Outcome } from '../../protocol/outcome.ts';
import { blob, index, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { runs } from './runs.ts';
import { tasks } from './tasks.ts';

/** Executions of tasks. */
export const attempts = sqliteTable(
  'attempts',
  {
    id: text('id').primaryKey(),
    run: text('run')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    task: text('task')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    state: text('state').$type<AttemptState>().notNull(),
    runner: text('runner').notNull(),
    boot: text('boot').notNull(),
    leaseRequest: text('lease_request').notNull(),
    agent: text('agent'),
    provider: text('provider'),
    model: text('model'),
    leaseUntil: integer('lease_until').notNull(),
    cancel: json<NonNullable<AttemptRecord['cancel']>>('cancel'),
    base: text('base'),
    startCommit: text('start_commit'),
    progress: text('progress').notNull(),
    ref: text('ref').notNull(),
    failure: json<NonNullable<AttemptRecord['failure']>>('failure'),
    reservedMicros: integer('reserved_micros'),
    reservedTokens: integer('reserved_tokens'),
    leasedAt: integer('leased_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
    outcome: json<Outcome>('outcome'),
  },
  (table) => [
    uniqueIndex('attempts_number').on(table.task, table.number),
    index('attempts_of_run').on(table.run),
    index('attempts_of_lease').on(table.runner, table.leaseRequest),
    index('attempts_live_by_deadline').on(table.leaseUntil).where(sql`${table.state} IN ('leased', 'running')`),
    index('attempts_live_by_runner')
      .on(table.runner, table.provider)
      .where(sql`${table.state} IN ('leased', 'running')`),
  ],
);

/** What an attempt was asked to do, apart from it because it is large and every heartbeat rewrites the attempt's row. */
export const attemptRequests = sqliteTable('attempt_requests', {
  attempt: text('attempt')
    .primaryKey()
    .references(() => attempts.id, { onDelete: 'cascade' }),
  request: json<ExecutionRequest>('request').notNull(),
});

/** Output of attempts in deflated pieces. `offset` counts everything that was written, also what is gone. */
export const logChunks = chunksTable('log_chunks');

/** The conversations of attempts, JSON lines, stored likewise. */
export const conversationChunks = chunksTable('conversation_chunks');

function chunksTable<Name extends string>(name: Name) {
  return sqliteTable(
    name,
    {
      attempt: text('attempt')
        .notNull()
        .references(() => attempts.id, { onDelete: 'cascade' }),
      offset: integer('offset').notNull(),
      bytes: integer('bytes').notNull(),
      deflated: blob('deflated', { mode: 'buffer' }).notNull(),
    },
    (table) => [primaryKey({ columns: [table.attempt, table.offset] })],
  );
}
