import type { OrchestratorQuestion } from '../../core/orchestrator_question.ts';
import { INTERRUPTIONS } from '../../core/retry/failure_policy.ts';
import type { LeaseDetails } from '../../core/slices.ts';
import { isHidden } from '../../core/task/hidden_task.ts';
import type { TaskState } from '../../core/task/task_state.ts';
import type { DependencyResult } from '../../protocol/execution_request.ts';
import { eq, sql } from '../drizzle.ts';
import { repositories } from '../schema/repositories.ts';
import { plans, runs } from '../schema/runs.ts';
import { dependencies, tasks } from '../schema/tasks.ts';
import { repositoryColumns, runColumns, taskColumns } from './columns.ts';
import { earlierOf, keptWork, newestWords, recentAttempts, sessionsOf, toHeld, toRecent } from './earlier_attempts.ts';
import { openFindings } from './findings.ts';
import { orchestratorQuestion } from './orchestrator_questions.ts';
import { type Snapshots, select, selectSql } from './query.ts';
import { answeredQuestions, toAnswered } from './questions.ts';
import { spentByTasks } from './usage_sums.ts';

const OVERVIEW_LIMIT = 500;
/** Of what interrupted attempts left. */
const KEPT_LIMIT = 3;

const givenTasks = sql`(SELECT value FROM json_each(${sql.placeholder('tasks')}))`;

const pickedTasks = select<{ tasks: string }>()(
  { task: taskColumns, run: runColumns, repository: repositoryColumns, context: plans.context, agents: plans.agents },
  (rows) =>
    rows
      .from(tasks)
      .innerJoin(runs, eq(runs.id, tasks.run))
      .innerJoin(repositories, eq(repositories.id, runs.repository))
      .innerJoin(plans, eq(plans.run, runs.id))
      .where(sql`${tasks.id} IN ${givenTasks}`),
);

const dependencyResults = select<{ tasks: string }>()(
  {
    of: dependencies.task,
    task: tasks.key,
    title: tasks.title,
    state: tasks.state,
    summary: tasks.summary,
    outputs: tasks.outputs,
    commit: tasks.mergeCommit,
  },
  (rows) =>
    rows
      .from(dependencies)
      .innerJoin(tasks, eq(tasks.id, dependencies.dependsOn))
      .where(sql`${dependencies.task} IN ${givenTasks}`)
      .orderBy(tasks.position),
);

/** Behind a dependency that merged nothing stand those that it waited for. */
const mergesBehind = selectSql<{ of: string; commit: string }>(
  `WITH RECURSIVE behind (task, id) AS (
      SELECT task, depends_on FROM dependencies WHERE task IN (SELECT value FROM json_each(?1))
      UNION SELECT behind.task, n.depends_on FROM behind CROSS JOIN tasks t ON t.id = behind.id
        CROSS JOIN dependencies n ON n.task = t.id WHERE t.merge_commit IS NULL)
    SELECT json_object('of', behind.task, 'commit', t.merge_commit) FROM behind CROSS JOIN tasks t ON t.id = behind.id
      WHERE t.merge_commit IS NOT NULL ORDER BY t.position`,
);

const overviews = selectSql<{ run: string; tasks: readonly (readonly [number, string, string, TaskState])[] }>(
  `SELECT json_object('run', run, 'tasks', json_group_array(json_array(position, key, title, state))) FROM tasks
    WHERE run IN (SELECT run FROM tasks WHERE id IN (SELECT value FROM json_each(?1))) AND position < ${OVERVIEW_LIMIT}
    GROUP BY run`,
);

/** Everything that the requests of picked tasks are built from, in the order of the ids given. */
export async function leaseDetails(read: Snapshots, ids: readonly string[]): Promise<readonly LeaseDetails[]> {
  if (ids.length === 0) return [];
  const given = JSON.stringify(ids);
  const interruptions = JSON.stringify(INTERRUPTIONS);
  const [picked, results, merges, words, kept, recent, held, overview, answered, spent, found] = await read.all(
    pickedTasks({ tasks: given }),
    dependencyResults({ tasks: given }),
    mergesBehind(given),
    newestWords({ tasks: given, interruptions }),
    keptWork(given, interruptions),
    recentAttempts({ tasks: given }),
    sessionsOf({ tasks: given }),
    overviews(given),
    answeredQuestions({ tasks: given }),
    spentByTasks({ tasks: given }),
    openFindings({ tasks: given }),
  );
  const asked = new Map<string, OrchestratorQuestion | null>();
  for (const { task } of picked) {
    if (isHidden(task.kind)) asked.set(task.id, await orchestratorQuestion(read, task));
  }
  const spentOf = new Map(spent.map(({ task, ...sums }) => [task, sums]));
  const resultsOf = Map.groupBy(results, (row) => row.of);
  const mergesOf = Map.groupBy(merges, (row) => row.of);
  const wordsOf = new Map(words.map((row) => [row.task, row]));
  const overviewOf = new Map(overview.map((row) => [row.run, inOrder(row.tasks)]));
  const answersOf = Map.groupBy(answered, (row) => row.task);
  const foundIn = Map.groupBy(found, (row) => row.task);
  const rows = new Map(picked.map((row) => [row.task.id, row]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    if (row === undefined) return [];
    return {
      ...row,
      dependencies: (resultsOf.get(id) ?? []).map(({ of: _, ...result }) => ({
        ...result,
        state: resultState(result.state),
      })),
      mustContain: [...new Set((mergesOf.get(id) ?? []).map((merge) => merge.commit))],
      earlier: earlierOf(wordsOf.get(id)),
      kept: kept
        .filter(({ task }) => task === id)
        .slice(0, KEPT_LIMIT)
        .map(({ task: _, ...work }) => work),
      recent: recent.filter((attempt) => attempt.task === id).map(toRecent),
      sessions: held.filter((session) => session.task === id).map(toHeld),
      answers: (answersOf.get(id) ?? []).map(toAnswered),
      spent: spentOf.get(id) ?? { tokens: 0, costMicros: 0 },
      overview: overviewOf.get(row.run.id) ?? [],
      asked: asked.get(id) ?? null,
      findings: foundIn.get(id) ?? [],
    };
  });
}

/** An aggregate promises no order. */
function inOrder(tasks: readonly (readonly [number, string, string, TaskState])[]): LeaseDetails['overview'] {
  return tasks.toSorted(([a], [b]) => a - b).map(([, key, title, state]) => ({ key, title, state }));
}

/** A task is handed out only when what it waited for has ended; a quarantined one has failed, for those after it. */
function resultState(state: TaskState): DependencyResult['state'] {
  switch (state) {
    case 'succeeded':
    case 'skipped':
    case 'canceled':
      return state;
    case 'failed':
    case 'quarantined':
    case 'pending':
    case 'ready':
    case 'running':
    case 'blocked':
    case 'retrying':
    case 'in_review':
      return 'failed';
    default:
      return state satisfies never;
  }
}
