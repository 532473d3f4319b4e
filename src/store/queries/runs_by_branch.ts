import type { RunRecord, TaskRecord } from '../../core/records.ts';
import { desc, eq, sql } from '../drizzle.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import { runColumns, taskColumns } from './columns.ts';
import { type Snapshots, select } from './query.ts';

/** Runs and tasks by the names and numbers under which GitHub tells of them. */

/** Where two runs have the prefix, one of them has not begun yet and will be given another. */
export const runByBranchPrefix = select<{ repository: string; prefix: string }>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')} AND ${runs.branchPrefix} = ${sql.placeholder('prefix')}`,
    )
    .orderBy(sql`${runs.baseCommit} IS NULL`, desc(runs.createdAt))
    .limit(1),
);

/** A prefix may be somebody else's (`prefix_taken`); the number is the run's own. */
export const runBySequence = select<{ repository: string; name: string; sequence: number }>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')} AND ${runs.name} = ${sql.placeholder('name')}
        AND ${runs.sequence} = ${sql.placeholder('sequence')}`,
    )
    .limit(1),
);

/** The condition on states stands in the SQL as it does in the partial index. */
export const unfinishedRuns = select<{ repository: string }>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')}
        AND ${runs.state} IN ('pending', 'running', 'paused', 'in_review')`,
    )
    .orderBy(runs.createdAt, runs.id),
);

type Pull = { readonly repository: string; readonly pull: number };

const runOfFinalPull = select<Pull>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')} AND ${runs.finalPull} = ${sql.placeholder('pull')}`,
    )
    .orderBy(desc(runs.createdAt))
    .limit(1),
);

/** Numbers are few to a repository, so tasks of that number in others are few as well. */
const taskOfPull = select<Pull>()({ run: runColumns, task: taskColumns }, (rows) =>
  rows
    .from(tasks)
    .innerJoin(runs, eq(runs.id, tasks.run))
    .where(sql`${tasks.pull} = ${sql.placeholder('pull')} AND ${runs.repository} = ${sql.placeholder('repository')}`)
    .orderBy(desc(runs.createdAt))
    .limit(1),
);

/** What a pull request is of: a task, or the whole run (`task` null). */
export async function subjectOfPull(
  read: Snapshots,
  repository: string,
  pull: number,
): Promise<{ readonly run: RunRecord; readonly task: TaskRecord | null } | null> {
  const [[ofTask], [run]] = await read.all(taskOfPull({ repository, pull }), runOfFinalPull({ repository, pull }));
  if (ofTask !== undefined) return ofTask;
  return run === undefined ? null : { run, task: null };
}

type Commit = { readonly repository: string; readonly commit: string };

const runAtCommit = select<Commit>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')}
        AND ${runs.integrationHead} = ${sql.placeholder('commit')}`,
    )
    .orderBy(desc(runs.createdAt))
    .limit(1),
);

/** By the runs of the repository, each of which has the key once: nobody asks this but a person who presses a button. */
const taskAtCommit = select<Commit & { readonly key: string }>()({ run: runColumns, task: taskColumns }, (rows) =>
  rows
    .from(runs)
    .innerJoin(tasks, sql`${tasks.run} = ${runs.id} AND ${tasks.key} = ${sql.placeholder('key')}`)
    .where(
      sql`${runs.repository} = ${sql.placeholder('repository')} AND (${tasks.commit} = ${sql.placeholder('commit')}
        OR ${tasks.pushed} = ${sql.placeholder('commit')}
        OR EXISTS (SELECT 1 FROM attempts a
          WHERE a.task = ${tasks.id} AND a.outcome ->> '$.commit' = ${sql.placeholder('commit')}))`,
    )
    .orderBy(desc(runs.createdAt))
    .limit(1),
);

/** What a commit is of: a task by its key, or a whole run (`key` null). */
export async function subjectOfCommit(
  read: Snapshots,
  repository: string,
  key: string | null,
  commit: string,
): Promise<{ readonly run: RunRecord; readonly task: TaskRecord | null } | null> {
  if (key !== null) return read.first(taskAtCommit({ repository, key, commit }));
  const run = await read.first(runAtCommit({ repository, commit }));
  return run === null ? null : { run, task: null };
}
