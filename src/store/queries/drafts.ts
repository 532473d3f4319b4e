import { and, eq, getTableColumns, sql } from '../drizzle.ts';
import { drafts } from '../schema/drafts.ts';
import { spentRepositories } from './budgets.ts';
import { select, selectSql } from './query.ts';

/** The newest plan that the orchestrator makes, or made, of an issue. */
export const draftOfIssue = select<{ repository: string; issue: number }>()(getTableColumns(drafts), (rows) =>
  rows
    .from(drafts)
    .where(and(eq(drafts.repository, sql.placeholder('repository')), eq(drafts.issue, sql.placeholder('issue'))))
    .orderBy(sql`${drafts.createdAt} DESC, ${drafts.id} DESC`)
    .limit(1),
);

/** The one that a hidden task makes, or made. */
export const draftOfTask = select<{ task: string }>()(getTableColumns(drafts), (rows) =>
  rows.from(drafts).where(eq(drafts.task, sql.placeholder('task'))),
);

/** What is being made by a task that has ended, or that nobody took in time, or takes in the month `?3` for want of budget. */
export const planningDue = selectSql<{ id: string }>(
  `SELECT json_object('id', t.id) FROM drafts d INDEXED BY drafts_being_made CROSS JOIN tasks t ON t.id = d.task
    WHERE d.state = 'making' AND (t.state NOT IN ('ready', 'running')
      OR t.state = 'ready' AND (t.due_at <= ?1 OR d.repository IN (${spentRepositories('?3')}))) LIMIT ?2`,
);
