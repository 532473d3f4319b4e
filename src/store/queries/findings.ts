import { and, eq, getTableColumns, sql } from '../drizzle.ts';
import { findings } from '../schema/findings.ts';
import { select, selectSql } from './query.ts';

const columns = getTableColumns(findings);

/** All that was found in a task's work, the oldest first. */
export const findingsOfTask = select<{ task: string }>()(columns, (rows) =>
  rows
    .from(findings)
    .where(eq(findings.task, sql.placeholder('task')))
    .orderBy(findings.foundAt, findings.id),
);

/** By what tells it apart. */
export const findingByKey = select<{ run: string; key: string }>()(columns, (rows) =>
  rows
    .from(findings)
    .where(and(eq(findings.run, sql.placeholder('run')), eq(findings.key, sql.placeholder('key'))))
    .limit(1),
);

/** What attempts of these tasks are to be told of. */
export const openFindings = select<{ tasks: string }>()(columns, (rows) =>
  rows
    .from(findings)
    .where(
      sql`${findings.task} IN (SELECT value FROM json_each(${sql.placeholder('tasks')})) AND ${findings.state} = 'open'`,
    )
    .orderBy(findings.foundAt, findings.id),
);

/** Tasks whose work is in, or waits to be, and in which something due was found. */
export const tasksToRework = selectSql<{ id: string }>(
  `SELECT json_object('id', t.id) FROM findings f CROSS JOIN tasks t ON t.id = f.task CROSS JOIN runs r ON r.id = t.run
    WHERE f.state = 'open' AND f.due_at <= ?1 AND (t.state IN ('in_review', 'succeeded') OR (t.state = 'blocked' AND t.approval = 'after')) AND t.cancel IS NULL
      AND r.state IN ('running', 'in_review') AND r.cancel IS NULL
    GROUP BY t.id ORDER BY min(f.due_at) LIMIT ?2`,
);

/** Which merge commits brought the work of which tasks into a run's integration branch. */
export const mergesOfRun = selectSql<{ task: string; commit: string }>(
  `SELECT json_object('task', t.id, 'commit', e.data ->> 'mergeCommit') FROM events e CROSS JOIN tasks t ON t.run = e.run AND t.key = e.task
    WHERE e.run = ?1 AND e.kind = 'task_merged' ORDER BY e.seq`,
);

/** Tasks of a run that an agent does, with the globs of their files. */
export const agentTasksOfRun = selectSql<{ id: string; key: string; files: readonly string[] }>(
  `SELECT json_object('id', id, 'key', key, 'files', json(files)) FROM tasks WHERE run = ?1 AND kind = 'agent' ORDER BY position`,
);
