import { taskBranch } from '../../core/branch_names.ts';
import { heldBy } from '../../core/task/takeover.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import { failureStanding } from '../../core/text/attempt_text.ts';
import type { StoredTask } from '../../service/ports/view_reader.ts';
import { eq, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { runs } from '../schema/runs.ts';
import { dependencies, tasks } from '../schema/tasks.ts';
import { usage } from '../schema/usage.ts';
import { newestAttempts, toAttemptView } from './attempt_views.ts';
import { isSeen, seenKind } from './hidden.ts';
import { type Snapshots, select } from './query.ts';
import { openQuestionsOfRun, toQuestionView } from './question_views.ts';
import { summedUsage } from './usage_sums.ts';

/**
 * Number of the pull request to look at: of a task whose work is merged and which has ended, the one that was merged, also where a further
 * attempt opened another or none.
 */
const shownPull = sql<number | null>`CASE
  WHEN ${tasks.mergeCommit} IS NOT NULL AND ${tasks.state} IN ('succeeded', 'failed', 'quarantined', 'skipped', 'canceled')
    AND (${tasks.pull} IS NULL OR ${tasks.state} <> 'succeeded')
  THEN coalesce((SELECT p.data ->> 'pull' FROM events p WHERE p.run = ${tasks.run} AND p.kind = 'pull_opened' AND p.task = ${tasks.key}
    AND p.seq < (SELECT max(m.seq) FROM events m WHERE m.run = ${tasks.run} AND m.kind = 'task_merged' AND m.task = ${tasks.key})
    ORDER BY p.seq DESC LIMIT 1), ${tasks.pull})
  ELSE ${tasks.pull} END`;

const tasksOfRun = select<{ run: string }>()(
  {
    id: tasks.id,
    key: tasks.key,
    title: tasks.title,
    kind: seenKind,
    group: sql<string | null>`${tasks.spec} ->> '$.group'`,
    issue: sql<number | null>`${tasks.spec} ->> '$.issue'`,
    retries: sql<number | null>`${tasks.spec} ->> '$.settings.retries'`,
    routing: tasks.routing,
    state: tasks.state,
    reason: tasks.reason,
    attempts: tasks.attempts,
    counts: tasks.failures,
    dueAt: tasks.dueAt,
    cancel: tasks.cancel,
    commit: tasks.commit,
    mergeCommit: tasks.mergeCommit,
    pull: shownPull,
    takeover: tasks.takeover,
    approval: tasks.approval,
    outputs: tasks.outputs,
    endedAt: tasks.endedAt,
    branchPrefix: runs.branchPrefix,
  },
  (rows) =>
    rows
      .from(tasks)
      .innerJoin(runs, eq(runs.id, tasks.run))
      .where(sql`${tasks.run} = ${sql.placeholder('run')} AND ${isSeen}`)
      .orderBy(tasks.position),
);

const dependenciesOfRun = select<{ run: string }>()({ task: dependencies.task, key: tasks.key }, (rows) =>
  rows
    .from(dependencies)
    .innerJoin(tasks, eq(tasks.id, dependencies.dependsOn))
    .where(eq(dependencies.run, sql.placeholder('run')))
    .orderBy(tasks.position),
);

/** Attempts that never started took no time. */
const workedTimes = select<{ run: string; now: number }>()(
  {
    task: attempts.task,
    ms: sql<number>`sum(max(0, coalesce(${attempts.endedAt}, ${sql.placeholder('now')}) - ${attempts.startedAt}))`,
  },
  (rows) =>
    rows
      .from(attempts)
      .where(sql`${attempts.run} = ${sql.placeholder('run')} AND ${attempts.startedAt} IS NOT NULL`)
      .groupBy(attempts.task),
);

const usedByTasks = select<{ run: string }>()({ task: usage.task, ...summedUsage }, (rows) =>
  rows
    .from(usage)
    .where(eq(usage.run, sql.placeholder('run')))
    .groupBy(usage.task),
);

/** In the order of the plan. `now` in epoch milliseconds is for the work that goes on. */
export async function taskViews(read: Snapshots, run: string, now: number): Promise<readonly StoredTask[]> {
  const [rows, waits, newest, worked, open, used] = await read.all(
    tasksOfRun({ run }),
    dependenciesOfRun({ run }),
    newestAttempts({ run }),
    workedTimes({ run, now }),
    openQuestionsOfRun({ run }),
    usedByTasks({ run }),
  );
  const usedOf = new Map(used.map(({ task, ...sum }) => [task, sum]));
  const waitsOf = Map.groupBy(waits, (row) => row.task);
  const newestOf = new Map(newest.map((row) => [row.taskId, row]));
  const openOf = Map.groupBy(open, (row) => row.task);
  const workedOf = new Map(worked.map((row) => [row.task, row.ms]));
  return rows.map(({ retries, counts, cancel, branchPrefix, takeover, ...same }) => {
    const latest = newestOf.get(same.id);
    return {
      ...same,
      dependencies: (waitsOf.get(same.id) ?? []).map((row) => row.key),
      ...failureStanding(counts, retries),
      canceling: cancel !== null && !taskHasEnded(same.state),
      takenBy: heldBy({ takeover }),
      branch: same.commit === null && heldBy({ takeover }) === null ? null : taskBranch(branchPrefix, same.key),
      latest: latest === undefined ? null : toAttemptView(latest),
      workedMs: workedOf.get(same.id) ?? 0,
      questions: (openOf.get(same.id) ?? []).map(toQuestionView),
      usage: usedOf.get(same.id) ?? null,
    };
  });
}
