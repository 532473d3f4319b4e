import type { RepositoryRecord } from '../../core/records.ts';
import { getTableColumns, sql } from '../drizzle.ts';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import { outbox } from '../schema/outbox.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';
import { JsonSql } from './packed_row.ts';

/** The columns that make up core's record of a repository; a select of them gives the record as it is. */
export const repositoryColumns = {
  id: repositories.id,
  name: repositories.name,
  cloneUrl: repositories.cloneUrl,
  github: JsonSql.of<RepositoryRecord['github']>(
    sql`CASE WHEN ${repositories.githubId} IS NOT NULL
      THEN json_object('id', ${repositories.githubId}, 'installation', ${repositories.githubInstallation}) END`,
  ),
};

/** Those that people see of it. */
export const repositoryViewColumns = {
  id: repositories.id,
  name: repositories.name,
  cloneUrl: repositories.cloneUrl,
};

/** Those of a run. */
export const runColumns = getTableColumns(runs);

const {
  title: _title,
  slot: _slot,
  labels: _labels,
  locks: _locks,
  files: _files,
  runCreatedAt: _runCreatedAt,
  readyAt: _readyAt,
  ...task
} = getTableColumns(tasks);
/** Those of a task; its wishes, which the lease looks at, are left out. */
export const taskColumns = task;

const { ref: _ref, ...attempt } = getTableColumns(attempts);
/** Needs a join with `attempt_requests`. */
export const attemptColumns = { ...attempt, request: attemptRequests.request };

/** Those of an effect that waits. */
export const effectColumns = {
  id: outbox.id,
  run: outbox.run,
  repository: outbox.repository,
  lane: outbox.lane,
  effect: outbox.effect,
  attempts: outbox.attempts,
};
