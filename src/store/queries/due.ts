import { and, eq, lte, sql } from 'drizzle-orm';
import { monthOf } from '../../core/usage/month_of.ts';
import type { DueReader } from '../../service/ports/due_reader.ts';
import { attempts } from '../schema/attempts.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import { budgetsDue } from './budget_keeping.ts';
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

/** A question that a hidden task has which has ended, or that nobody took in time; and a hidden task at what is settled. */
const answeringDue = selectSql<{ id: string }>(
  `SELECT json_object('id', id) FROM (
    SELECT t.id FROM questions q CROSS JOIN tasks t ON t.id = q.answering
      WHERE q.answering IS NOT NULL AND q.state = 'open' AND (t.state NOT IN ('ready', 'running') OR t.state = 'ready' AND t.due_at <= ?1)
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
    tasksToRework: (now, limit) => ids(tasksToRework(now, limit)),
    questionsToRemind: (now, limit) => ids(questionsToRemind({ now, limit })),
    tasksToApprove: (limit) => ids(tasksToApprove({ limit })),
    runsPastDeadline: (now, limit) => ids(runsPastDeadline({ now, limit })),
    budgetsDue: (now, limit) => ids(budgetsDue(limit, monthOf(now))),
    runsToConclude: (limit) => ids(runsToConclude({ limit })),
  };
}
