import { integrationBranch } from '../../core/branch_names.ts';
import { budgetOfRun } from '../../core/usage/run_budget.ts';
import type { RunView } from '../../protocol/views.ts';
import { count, desc, eq, getTableColumns, sql } from '../drizzle.ts';
import { questions } from '../schema/questions.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import { usage } from '../schema/usage.ts';
import { repositoryViewColumns, runColumns } from './columns.ts';
import { isSeen } from './hidden.ts';
import { type Snapshots, select } from './query.ts';
import { toQuestionView } from './question_views.ts';
import { summedUsage } from './usage_sums.ts';

/** The beginning of an id that is enough to find by. */
const SHORTEST_PREFIX = 4;

type Listed = {
  readonly active: 0 | 1;
  readonly inactive: 0 | 1;
  readonly name: string | null;
  readonly limit: number;
};

/** Placeholders cannot leave a condition away, so each can be made always true. */
const listed = sql`SELECT id FROM runs
  WHERE ((${sql.placeholder('active')} AND state IN ('pending', 'running', 'paused', 'in_review'))
      OR (${sql.placeholder('inactive')} AND state NOT IN ('pending', 'running', 'paused', 'in_review')))
    AND name = coalesce(${sql.placeholder('name')}, name)
  ORDER BY created_at DESC, id DESC LIMIT ${sql.placeholder('limit')}`;

/** The run with that id, else the one whose id begins so, if it is the only one, else the newest of that name or issue. */
const named = sql`SELECT id FROM (
    SELECT id, 0 AS place, 0 AS age FROM runs WHERE id = ${sql.placeholder('text')}
    UNION ALL SELECT first, 1, 0 FROM (SELECT min(id) AS first, count(*) AS found FROM runs
      WHERE id >= ${sql.placeholder('from')} AND id < ${sql.placeholder('to')}) WHERE found = 1
    UNION ALL SELECT id, 2, created_at FROM runs WHERE name = ${sql.placeholder('text')}
    UNION ALL SELECT runs.id, 2, created_at FROM repositories JOIN runs
      ON runs.repository = repositories.id AND runs.name = ${sql.placeholder('issue')}
      WHERE repositories.name = ${sql.placeholder('repository')} COLLATE NOCASE AND runs.issue IS NOT NULL
  ) ORDER BY place, age DESC, id DESC LIMIT 1`;

const listedRuns = viewQueries<Listed>(sql`(${listed})`);
const namedRun = viewQueries<{ text: string; from: string; to: string; repository: string; issue: string }>(
  sql`(${named})`,
);

/** Newest first. `active`: only those that have not ended, or only those that have. */
export async function runViews(
  read: Snapshots,
  query: { readonly active?: boolean; readonly name?: string; readonly limit: number },
): Promise<readonly RunView[]> {
  const { active, name = null, limit } = query;
  return readViews(read, listedRuns, {
    active: active === false ? 0 : 1,
    inactive: active === true ? 0 : 1,
    name,
    limit,
  });
}

/** The run that a person means: by its id, the beginning of one, its name, or `owner/name#issue` (then the newest). */
export async function findRunView(read: Snapshots, text: string): Promise<RunView | null> {
  const mayBegin = text.length >= SHORTEST_PREFIX && /^[0-9a-f-]+$/.test(text);
  // No character of an id comes after `f`.
  const [, repository = '', issue = ''] = /^([^#]+)#(\d+)$/.exec(text) ?? [];
  const ids = { from: mayBegin ? text : '', to: mayBegin ? `${text}g` : '' };
  const [view] = await readViews(read, namedRun, { text, ...ids, repository, issue });
  return view ?? null;
}

function viewQueries<Values extends Record<string, unknown>>(ids: ReturnType<typeof sql>) {
  return {
    runs: select<Values>()({ run: runColumns, repository: repositoryViewColumns }, (rows) =>
      rows
        .from(runs)
        .innerJoin(repositories, eq(repositories.id, runs.repository))
        .where(sql`${runs.id} IN ${ids}`)
        .orderBy(desc(runs.createdAt), desc(runs.id)),
    ),
    counts: select<Values>()({ run: tasks.run, state: tasks.state, tasks: count() }, (rows) =>
      rows.from(tasks).where(sql`${tasks.run} IN ${ids} AND ${isSeen}`).groupBy(tasks.run, tasks.state),
    ),
    used: select<Values>()({ run: usage.run, ...summedUsage }, (rows) =>
      rows.from(usage).where(sql`${usage.run} IN ${ids}`).groupBy(usage.run),
    ),
    asked: select<Values>()(getTableColumns(questions), (rows) =>
      rows
        .from(questions)
        .where(sql`${questions.run} IN ${ids} AND ${questions.state} = 'open' AND ${questions.task} IS NULL`)
        .orderBy(questions.run, questions.n),
    ),
    newestEvents: select<Values>()(
      {
        run: runs.id,
        seq: sql<number | null>`(SELECT max(events.seq) FROM events WHERE events.run = runs.id)`,
      },
      (rows) => rows.from(runs).where(sql`${runs.id} IN ${ids}`),
    ),
  };
}

async function readViews<Values extends Record<string, unknown>>(
  read: Snapshots,
  queries: ReturnType<typeof viewQueries<Values>>,
  values: Values,
): Promise<readonly RunView[]> {
  const [found, counts, newest, used, asked] = await read.all(
    queries.runs(values),
    queries.counts(values),
    queries.newestEvents(values),
    queries.used(values),
    queries.asked(values),
  );
  const askedOf = Map.groupBy(asked, (row) => row.run);
  const usedOf = new Map(used.map(({ run, ...sum }) => [run, sum]));
  const countsOf = Map.groupBy(counts, (row) => row.run);
  const newestOf = new Map(newest.map((row) => [row.run, row.seq]));
  return found.map(({ run, repository }) => ({
    id: run.id,
    name: run.name,
    sequence: run.sequence,
    state: run.state,
    reason: run.reason,
    owner: run.owner,
    issue: run.issue,
    finalPull: run.finalPull,
    repository,
    planHash: run.planHash,
    base: run.base,
    baseCommit: run.baseCommit,
    integrationBranch: integrationBranch(run.branchPrefix),
    integrationHead: run.integrationHead,
    reportCommit: run.reportCommit,
    tasks: Object.fromEntries((countsOf.get(run.id) ?? []).map((row) => [row.state, row.tasks])),
    budget: budgetOfRun(run),
    usage: usedOf.get(run.id) ?? null,
    questions: (askedOf.get(run.id) ?? []).map((row) => toQuestionView({ ...row, key: null })),
    canceling: run.cancel !== null && run.endedAt === null,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    event: newestOf.get(run.id) ?? 0,
  }));
}
