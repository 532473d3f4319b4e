import type { AttemptSlice, TaskSlice } from '../../core/slices.ts';
import { and, eq, type SQL, sql } from '../drizzle.ts';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { dependencies, tasks } from '../schema/tasks.ts';
import { usage } from '../schema/usage.ts';
import { attemptColumns, repositoryColumns, runColumns, taskColumns } from './columns.ts';
import { dependentsOf } from './dependents.ts';
import { type Snapshots, select } from './query.ts';
import { usageColumns } from './usage_sums.ts';

type Reach = 'direct' | 'all';

const byTask = queriesAbout(sql`${sql.placeholder('id')}`, '?1');
const byAttempt = queriesAbout(
  sql`(SELECT task FROM attempts WHERE id = ${sql.placeholder('id')})`,
  '(SELECT task FROM attempts WHERE id = ?1)',
);

const attemptById = select<{ id: string }>()(attemptColumns, (rows) =>
  rows
    .from(attempts)
    .innerJoin(attemptRequests, eq(attemptRequests.attempt, attempts.id))
    .where(eq(attempts.id, sql.placeholder('id'))),
);

/** An attempt without its request, which is by far the largest part of it. */
export const startSlice = select<{ attempt: string }>()(
  {
    attempt: {
      id: attempts.id,
      run: attempts.run,
      number: attempts.number,
      runner: attempts.runner,
      provider: attempts.provider,
      state: attempts.state,
      base: attempts.base,
      startCommit: attempts.startCommit,
    },
    task: { id: tasks.id, key: tasks.key },
  },
  (rows) =>
    rows
      .from(attempts)
      .innerJoin(tasks, eq(tasks.id, attempts.task))
      .where(eq(attempts.id, sql.placeholder('attempt'))),
);

/** A task with its run, its newest attempt, and the tasks around it. */
export async function taskSlice(read: Snapshots, task: string, reach: Reach): Promise<TaskSlice | null> {
  const id = { id: task };
  const [[found], [attempt], openDependencies, dependents, used] = await read.all(
    byTask.task(id),
    byTask.newestAttempt(id),
    byTask.openDependencies(id),
    byTask.dependents[reach](task),
    byTask.used(id),
  );
  return found === undefined ? null : { ...found, attempt: attempt ?? null, openDependencies, dependents, used };
}

/** The same around an attempt, which need not be the task's newest. */
export async function attemptSlice(read: Snapshots, attempt: string, reach: Reach): Promise<AttemptSlice | null> {
  const id = { id: attempt };
  const [[found], [itself], openDependencies, dependents, used] = await read.all(
    byAttempt.task(id),
    attemptById(id),
    byAttempt.openDependencies(id),
    byAttempt.dependents[reach](attempt),
    byAttempt.used(id),
  );
  if (found === undefined || itself === undefined) return null;
  return { ...found, attempt: itself, openDependencies, dependents, used };
}

/** `task` and `taskText` are the same SQL for the task's id, from one argument. */
function queriesAbout(task: SQL, taskText: string) {
  return {
    task: select<{ id: string }>()({ task: taskColumns, run: runColumns, repository: repositoryColumns }, (rows) =>
      rows
        .from(tasks)
        .innerJoin(runs, eq(runs.id, tasks.run))
        .innerJoin(repositories, eq(repositories.id, runs.repository))
        .where(sql`${tasks.id} = ${task}`),
    ),
    newestAttempt: select<{ id: string }>()(attemptColumns, (rows) =>
      rows
        .from(tasks)
        .innerJoin(attempts, and(eq(attempts.task, tasks.id), eq(attempts.number, tasks.attempts)))
        .innerJoin(attemptRequests, eq(attemptRequests.attempt, attempts.id))
        .where(sql`${tasks.id} = ${task}`),
    ),
    openDependencies: select<{ id: string }>()({ id: tasks.id, key: tasks.key, state: tasks.state }, (rows) =>
      rows
        .from(dependencies)
        .innerJoin(tasks, eq(tasks.id, dependencies.dependsOn))
        .where(sql`${dependencies.task} = ${task} AND ${dependencies.satisfied} = 0`)
        .orderBy(tasks.position),
    ),
    dependents: dependentsOf(taskText),
    used: select<{ id: string }>()(usageColumns, (rows) => rows.from(usage).where(sql`${usage.task} = ${task}`)),
  };
}
