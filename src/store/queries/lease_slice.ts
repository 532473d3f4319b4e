import type { LeaseSlice } from '../../core/slices.ts';
import { monthOf } from '../../core/usage/month_of.ts';
import type { Standpoint } from '../../service/ports/standpoint.ts';
import { count, eq, getTableColumns, sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { runners } from '../schema/runners.ts';
import { runs } from '../schema/runs.ts';
import { locks, scheduler } from '../schema/scheduling.ts';
import { tasks } from '../schema/tasks.ts';
import { offersOfOpen, openBreakers, seenBreaker } from './breakers.ts';
import { keptByRuns, monthlyBudgets, spentByRun } from './budgets.ts';
import { candidatesFor } from './candidates.ts';
import { isRevoked } from './is_revoked.ts';
import { leaseBudgets } from './lease_budgets.ts';
import { type Snapshots, select } from './query.ts';

const givenRunners = sql`(SELECT value FROM json_each(${sql.placeholder('runners')}))`;

/** A call that waits when its token is revoked is handed nothing more. */
const registeredRunners = select<{ runners: string }>()(getTableColumns(runners), (rows) =>
  rows.from(runners).where(sql`${runners.id} IN ${givenRunners} AND NOT ${isRevoked}`),
);

const schedulerVersion = select<Record<string, never>>()({ version: scheduler.version }, (rows) =>
  rows.from(scheduler),
);

const runnerLoad = select<{ runners: string }>()(
  { runner: attempts.runner, provider: sql<string>`coalesce(${attempts.provider}, '')`, live: count() },
  (rows) =>
    rows
      .from(attempts)
      .innerJoin(tasks, eq(tasks.id, attempts.task))
      .where(
        sql`${attempts.runner} IN ${givenRunners} AND ${attempts.state} IN ('leased', 'running') AND ${tasks.slot} = 'task'`,
      )
      .groupBy(attempts.runner, attempts.provider),
);

const repositoryLoad = select<Record<string, never>>()({ repository: runs.repository, live: count() }, (rows) =>
  rows
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.run))
    .innerJoin(tasks, eq(tasks.id, attempts.task))
    .where(sql`${attempts.state} IN ('leased', 'running') AND ${tasks.slot} = 'task'`)
    .groupBy(runs.repository),
);

const runsAtWork = select<Record<string, never>>()(
  {
    id: runs.id,
    concurrency: runs.concurrency,
    openTasks: runs.openTasks,
    limit: { costMicros: runs.budgetMicros, tokens: runs.budgetTokens },
    spent: spentByRun,
    running: sql<number>`(SELECT count(*) FROM tasks WHERE tasks.run = runs.id AND tasks.state = 'running' AND tasks.slot = 'task')`,
  },
  (rows) => rows.from(runs).where(sql`${runs.state} = 'running' AND ${runs.cancel} IS NULL`),
);

const filesInUse = select<Record<string, never>>()({ run: tasks.run, files: tasks.files }, (rows) =>
  rows.from(tasks).where(sql`${tasks.state} IN ('running', 'in_review') AND ${tasks.files} <> '[]'`),
);

const heldLocks = select<Record<string, never>>()({ repository: locks.repository, name: locks.name }, (rows) =>
  rows.from(locks),
);

/** Everything that handing out work to the runners that wait looks at. */
export async function leaseSlice(
  read: Snapshots,
  waiting: readonly string[],
  limit: number,
  at: Standpoint = { now: 0, aliveSince: 0 },
): Promise<LeaseSlice> {
  const [registered, [version], tasksFound, othersFound, loads, live, atWork, files, held, resting, offers, ...budget] =
    await rowsFor(read, JSON.stringify(waiting), limit + 1, at);
  const [kept, monthly] = budget;
  const loadOf = Map.groupBy(loads, (row) => row.runner);
  const candidates = [...tasksFound.slice(0, limit), ...othersFound.slice(0, limit)];
  const wanted = new Set(candidates.map((candidate) => candidate.run));
  const { ofRun, ...budgets } = await leaseBudgets(read, candidates, registered, { runs: atWork, kept, monthly });
  const filesOfRun = Map.groupBy(files, (row) => row.run);
  return {
    schedulerVersion: version?.version ?? 0,
    runners: registered.map((runner) => ({
      runner,
      load: Object.fromEntries((loadOf.get(runner.id) ?? []).map((row) => [row.provider, row.live])),
    })),
    candidates,
    breakers: resting.map(seenBreaker),
    offers,
    more: { task: tasksFound.length > limit, orchestrator: othersFound.length > limit },
    serviceLoad: live.reduce((sum, row) => sum + row.live, 0),
    repositoryLoad: Object.fromEntries(live.map((row) => [row.repository, row.live])),
    runs: Object.fromEntries(
      atWork
        .filter((run) => wanted.has(run.id))
        .map(({ id, running, concurrency, openTasks }) => {
          const filesInUse = (filesOfRun.get(id) ?? []).map((row) => row.files);
          return [id, { running, concurrency, filesInUse, openTasks, budget: ofRun.get(id) ?? null }];
        }),
    ),
    ...budgets,
    locksHeld: Object.fromEntries(
      [...Map.groupBy(held, (lock) => lock.repository)].map(([id, ofIt]) => [id, ofIt.map((lock) => lock.name)]),
    ),
  };
}

/** All that does not depend on what is found. `given` is a JSON list of runners. */
function rowsFor(read: Snapshots, given: string, limit: number, { now, aliveSince }: Standpoint) {
  const month = monthOf(now);
  return read.all(
    registeredRunners({ runners: given }),
    schedulerVersion({}),
    candidatesFor(given, limit, 'task', month),
    candidatesFor(given, limit, 'orchestrator', month),
    runnerLoad({ runners: given }),
    repositoryLoad({}),
    runsAtWork({}),
    filesInUse({}),
    heldLocks({}),
    openBreakers({}),
    offersOfOpen({ aliveSince }),
    keptByRuns({}),
    monthlyBudgets(month),
  );
}
