import { monthOf } from '../../core/usage/month_of.ts';
import type { DueReader } from '../../service/ports/due_reader.ts';
import { and, eq, lte, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import { budgetsDue } from './budget_keeping.ts';
import { planningDue } from './drafts.ts';
import { tasksToRework } from './findings.ts';
import { type Query, type Snapshots, select, selectSql } from './query.ts';
import { questionsDue, questionsToRemind } from './questions.ts';

/** What is due. The conditions on states stand in the SQL as they do in the partial indexes, which serve only then. */

const expiredAttempts = select<{ now: number; limit: number }>()({ id: attempts.id }, (rows) =>
  rows
    .from(attempts)
    .where(and(sql`${attempts.state} IN ('leased', 'running')`, lte(attempts.leaseUntil, sql.placeholder('now'))))
    .orderBy(attempts.leaseUntil)
    .limit(sql.placeholder('limit')),
);

const retriesDue = select<{ now: number; limit: number }>()({ id: tasks.id }, (rows) =>
  rows
    .from(tasks)
    .where(and(sql`${tasks.state} = 'retrying'`, lte(tasks.dueAt, sql.placeholder('now'))))
    .orderBy(tasks.dueAt)
    .limit(sql.placeholder('limit')),
);

const tasksToApprove = select<{ limit: number }>()({ id: tasks.id }, (rows) =>
  rows
    .from(tasks)
    .innerJoin(runs, eq(runs.id, tasks.run))
    .where(
      sql`${tasks.state} = 'ready' AND ${tasks.approval} = 'before' AND ${runs.state} = 'running' AND ${runs.cancel} IS NULL`,
    )
    .limit(sql.placeholder('limit')),
);

/** By the runs that have not ended, which are few: tasks that wait for issues are among theirs. */
const issuesAwaited = selectSql<{ id: string }>(
  `SELECT json_object('id', t.id) FROM runs r CROSS JOIN tasks t ON t.run = r.id AND t.state = 'pending' AND t.kind = 'issue'
    WHERE r.state IN ('pending', 'running', 'paused', 'in_review') LIMIT ?1`,
);

/** By the runs at work, as above. */
const offeredInCanceled = selectSql<{ id: string }>(
  `SELECT json_object('id', t.id) FROM runs r CROSS JOIN tasks t ON t.run = r.id AND t.state = 'in_review'
    WHERE r.state = 'running' AND r.cancel IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM outbox o WHERE o.run = r.id AND o.state = 'waiting' AND o.kind IN ('publish_task', 'merge_task')
        AND json_extract(o.effect, '$.task') = t.id
    ) LIMIT ?1`,
);

/** One that is being canceled already is left to end. */
const runsPastDeadline = select<{ now: number; limit: number }>()({ id: runs.id }, (rows) =>
  rows
    .from(runs)
    .where(
      and(
        sql`${runs.state} IN ('running', 'paused', 'in_review') AND ${runs.cancel} IS NULL`,
        lte(runs.deadlineAt, sql.placeholder('now')),
      ),
    )
    .orderBy(runs.deadlineAt)
    .limit(sql.placeholder('limit')),
);

const runsToConclude = select<{ limit: number }>()({ id: runs.id }, (rows) =>
  rows.from(runs).where(sql`${runs.state} = 'running' AND ${runs.openTasks} = 0`).limit(sql.placeholder('limit')),
);

/** A question that a hidden task has which has ended, or that nobody took in time or takes without budget; and a hidden task at what is settled. */
const answeringDue = selectSql<{ id: string }>(
  `SELECT json_object('id', id) FROM (
    SELECT t.id FROM questions q CROSS JOIN tasks t ON t.id = q.answering CROSS JOIN runs r ON r.id = t.run
      WHERE q.answering IS NOT NULL AND q.state = 'open'
        AND (t.state NOT IN ('ready', 'running') OR t.state = 'ready' AND (t.due_at <= ?1 OR r.budget_stage = 'spent'))
    UNION SELECT t.id FROM tasks t INDEXED BY tasks_answering
      WHERE t.kind = 'answering' AND t.state IN ('ready', 'running') AND t.cancel IS NULL
        AND NOT EXISTS (SELECT 1 FROM questions q WHERE q.answering = t.id AND q.state = 'open')
  ) LIMIT ?2`,
);

/** Reads what is due. */
export function createDueReader(read: Snapshots): DueReader {
  const ids = async (query: Query<{ id: string }>) => (await read.all(query))[0].map((row) => row.id);
  return {
    expiredAttempts: (now, limit) => ids(expiredAttempts({ now, limit })),
    retriesDue: (now, limit) => ids(retriesDue({ now, limit })),
    questionsDue: (now, limit) => ids(questionsDue({ now, limit })),
    answeringDue: (now, limit) => ids(answeringDue(now, limit)),
    planningDue: (now, limit) => ids(planningDue(now, limit, monthOf(now))),
    tasksToRework: (now, limit) => ids(tasksToRework(now, limit)),
    offeredInCanceled: (limit) => ids(offeredInCanceled(limit)),
    questionsToRemind: (now, limit) => ids(questionsToRemind({ now, limit })),
    tasksToApprove: (limit) => ids(tasksToApprove({ limit })),
    issuesAwaited: (limit) => ids(issuesAwaited(limit)),
    runsPastDeadline: (now, limit) => ids(runsPastDeadline({ now, limit })),
    budgetsDue: (now, limit) => ids(budgetsDue(limit, monthOf(now))),
    runsToConclude: (limit) => ids(runsToConclude({ limit })),
  };
}
