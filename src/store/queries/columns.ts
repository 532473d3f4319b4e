import { getTableColumns } from 'drizzle-orm';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import { outbox } from '../schema/outbox.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { tasks } from '../schema/tasks.ts';

/** The columns that make up core's records; a select of them gives the record as it is. */

const { savedAt: _savedAt, ...repository } = getTableColumns(repositories);
export const repositoryColumns = repository;

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
export const taskColumns = task;

const { ref: _ref, ...attempt } = getTableColumns(attempts);
/** Needs a join with `attempt_requests`. */
export const attemptColumns = { ...attempt, request: attemptRequests.request };

export const effectColumns = {
  id: outbox.id,
  run: outbox.run,
  lane: outbox.lane,
  effect: outbox.effect,
  attempts: outbox.attempts,
};
