import { attemptIsLive } from '../../core/attempt/attempt_state.ts';
import { isRetryable } from '../../core/retry/decide_retry.ts';
import type { PricedUsage } from '../../protocol/usage.ts';
import type { AttemptView } from '../../protocol/views.ts';
import { and, eq, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { runners } from '../schema/runners.ts';
import { tasks } from '../schema/tasks.ts';
import { usage } from '../schema/usage.ts';
import { JsonSql } from './packed_row.ts';
import { type Snapshots, select } from './query.ts';

const shown = {
  id: attempts.id,
  taskId: attempts.task,
  task: tasks.key,
  number: attempts.number,
  state: attempts.state,
  runner: sql<string>`coalesce(${runners.name}, ${attempts.runner})`,
  agent: attempts.agent,
  provider: attempts.provider,
  model: attempts.model,
  base: attempts.base,
  ref: attempts.ref,
  failure: attempts.failure,
  progress: attempts.progress,
  outcome: attempts.outcome,
  cancel: attempts.cancel,
  leasedAt: attempts.leasedAt,
  startedAt: attempts.startedAt,
  endedAt: attempts.endedAt,
  usage: JsonSql.of<PricedUsage | null>(
    sql`CASE WHEN ${usage.attempt} IS NOT NULL THEN json_object('inputTokens', ${usage.inputTokens},
      'cachedTokens', ${usage.cachedTokens}, 'outputTokens', ${usage.outputTokens}, 'costMicros', ${usage.costMicros},
      'costBy', ${usage.costBy}, 'model', ${usage.model}) END`,
  ),
};

const attemptsOfTask = select<{ run: string; task: string }>()(shown, (rows) =>
  rows
    .from(tasks)
    .innerJoin(attempts, eq(attempts.task, tasks.id))
    .leftJoin(runners, eq(runners.id, attempts.runner))
    .leftJoin(usage, eq(usage.attempt, attempts.id))
    .where(and(eq(tasks.run, sql.placeholder('run')), eq(tasks.key, sql.placeholder('task'))))
    .orderBy(attempts.number),
);

/** The newest attempt of every task of a run. */
export const newestAttempts = select<{ run: string }>()(shown, (rows) =>
  rows
    .from(tasks)
    .innerJoin(attempts, and(eq(attempts.task, tasks.id), eq(attempts.number, tasks.attempts)))
    .leftJoin(runners, eq(runners.id, attempts.runner))
    .leftJoin(usage, eq(usage.attempt, attempts.id))
    .where(eq(tasks.run, sql.placeholder('run'))),
);

type Row = ReturnType<ReturnType<typeof newestAttempts>['rowsOf']>[number];

/** Oldest first. `task` is a key. */
export async function attemptViews(read: Snapshots, run: string, task: string): Promise<readonly AttemptView[]> {
  const [rows] = await read.all(attemptsOfTask({ run, task }));
  return rows.map(toAttemptView);
}

/** An attempt as people see it. */
export function toAttemptView(row: Row): AttemptView {
  const { taskId: _, failure, outcome, cancel, ...same } = row;
  return {
    ...same,
    ref: failure?.kept?.ref ?? row.ref,
    commit: outcome?.commit ?? failure?.kept?.commit ?? null,
    class: failure?.class ?? null,
    message: failure?.message ?? null,
    action: failure?.action ?? null,
    failedProvider: failure?.failedProvider ?? null,
    retryable: failure === null ? null : isRetryable(failure),
    summary: outcome?.summary ?? '',
    evidence: outcome?.evidence ?? [],
    changedFiles: outcome?.changedFiles ?? 0,
    insertions: outcome?.insertions ?? 0,
    deletions: outcome?.deletions ?? 0,
    canceling: cancel !== null && attemptIsLive(row.state),
  };
}
