import { getTableColumns } from 'drizzle-orm';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import { outbox } from '../schema/outbox.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';

const { savedAt: _savedAt, ...repository } = getTableColumns(repositories);
/** The columns that make up core's record of a repository; a select of them gives the record as it is. */
export const repositoryColumns = repository;

/** Those of a run. */
export const runColumns = getTableColumns(runs);

const {
  title: _title,
  agent: _agent,
  labels: _labels,
  locks: _locks,
  files: _files,
  runCreatedAt: _runCreatedAt,
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
  lane: outbox.lane,
  effect: outbox.effect,
  attempts: outbox.attempts,
};
