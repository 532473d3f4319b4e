import { and, desc, eq, getTableColumns, ne, sql } from '../drizzle.ts';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import { repositories } from '../schema/repositories.ts';
import { runners } from '../schema/runners.ts';
import { plans, runs } from '../schema/runs.ts';
import { issuesSeen, shown } from '../schema/shown.ts';
import { tasks } from '../schema/tasks.ts';
import { attemptColumns, repositoryColumns, runColumns, taskColumns } from './columns.ts';
import { isSeen } from './hidden.ts';
import { select } from './query.ts';

/** Single records by what they are known by. */

export const repositoryByCloneUrl = select<{ cloneUrl: string }>()(repositoryColumns, (rows) =>
  rows.from(repositories).where(eq(repositories.cloneUrl, sql.placeholder('cloneUrl'))),
);

/** A repository. */
export const repositoryById = select<{ repository: string }>()(repositoryColumns, (rows) =>
  rows.from(repositories).where(eq(repositories.id, sql.placeholder('repository'))),
);

/** The repository that GitHub knows by that id, whatever it is called. */
export const repositoryByGitHubId = select<{ id: number }>()(repositoryColumns, (rows) =>
  rows.from(repositories).where(eq(repositories.githubId, sql.placeholder('id'))),
);

/** What an installation of the App reaches. */
export const repositoriesOfInstallation = select<{ installation: number }>()(repositoryColumns, (rows) =>
  rows
    .from(repositories)
    .where(eq(repositories.githubInstallation, sql.placeholder('installation')))
    .orderBy(repositories.id),
);

/** The newest run of a name in a repository. */
export const newestRun = select<{ repository: string; name: string }>()(runColumns, (rows) =>
  rows
    .from(runs)
    .where(and(eq(runs.repository, sql.placeholder('repository')), eq(runs.name, sql.placeholder('name'))))
    .orderBy(desc(runs.sequence))
    .limit(1),
);

/** A run. */
export const runById = select<{ run: string }>()(runColumns, (rows) =>
  rows.from(runs).where(eq(runs.id, sql.placeholder('run'))),
);

/** What the repository said of agents when a run started. */
export const agentSettingsOf = select<{ run: string }>()({ agents: plans.agents }, (rows) =>
  rows.from(plans).where(eq(plans.run, sql.placeholder('run'))),
);

/** What a run was started with. */
export const planOf = select<{ run: string }>()({ plan: plans.plan }, (rows) =>
  rows.from(plans).where(eq(plans.run, sql.placeholder('run'))),
);

/** What was last shown of a subject. */
export const shownOf = select<{ subject: string }>()(
  { subject: shown.subject, what: shown.what, number: shown.number, digest: shown.digest },
  (rows) =>
    rows
      .from(shown)
      .where(eq(shown.subject, sql.placeholder('subject')))
      .orderBy(shown.what),
);

/** How new the newest news of an issue are that were acted upon. */
export const issueSeen = select<{ repository: string; issue: number }>()({ updatedAt: issuesSeen.updatedAt }, (rows) =>
  rows
    .from(issuesSeen)
    .where(
      and(eq(issuesSeen.repository, sql.placeholder('repository')), eq(issuesSeen.issue, sql.placeholder('issue'))),
    ),
);

/** A runner. */
export const runnerById = select<{ runner: string }>()(getTableColumns(runners), (rows) =>
  rows.from(runners).where(eq(runners.id, sql.placeholder('runner'))),
);

/** Keys are unique in a run whatever their case, and people type them in any. */
export const taskByKey = select<{ run: string; key: string }>()(taskColumns, (rows) =>
  rows
    .from(tasks)
    .where(
      and(
        eq(tasks.run, sql.placeholder('run')),
        sql`${tasks.key} = ${sql.placeholder('key')} COLLATE NOCASE AND ${isSeen}`,
      ),
    ),
);

/** What was handed out by one lease request: the answer to its repetition. */
export const attemptsOfLease = select<{ runner: string; request: string }>()(attemptColumns, (rows) =>
  rows
    .from(attempts)
    .innerJoin(attemptRequests, eq(attemptRequests.attempt, attempts.id))
    .where(and(eq(attempts.runner, sql.placeholder('runner')), eq(attempts.leaseRequest, sql.placeholder('request'))))
    .orderBy(attempts.id),
);

/** Live attempts that another process of the runner holds. */
export const attemptsOfOtherBoots = select<{ runner: string; boot: string }>()({ id: attempts.id }, (rows) =>
  rows
    .from(attempts)
    .where(
      and(
        eq(attempts.runner, sql.placeholder('runner')),
        sql`${attempts.state} IN ('leased', 'running')`,
        ne(attempts.boot, sql.placeholder('boot')),
      ),
    ),
);

/** A run that goes on by itself: it has not ended and waits for nobody. */
export const openRun = select<Record<string, never>>()({ id: runs.id }, (rows) =>
  rows.from(runs).where(sql`${runs.state} IN ('pending', 'running')`).limit(1),
);
