import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { FailureClass } from './outcome.ts';
import { CommitId, DurationMs, Id, Outputs } from './primitives.ts';
import { AttemptState, RunState, TaskState } from './states.ts';

export { AttemptState, RunState, TaskState };

/**
 * What `/api/v1/*` shows and takes. Times are epoch milliseconds. A snapshot carries the number of the newest event it
 * contains, so that a reader goes on with the event stream from there without a gap.
 */

const Time = z.number().int();

/** Why something stands where it stands. */
export const ReasonView = z.object({
  code: z.string(),
  message: z.string(),
  class: FailureClass.optional(),
  task: z.string().optional(),
});
export type ReasonView = z.infer<typeof ReasonView>;

/** A run as people see it. */
export const RunView = z.object({
  id: Id,
  name: z.string(),
  sequence: z.number().int(),
  state: RunState,
  reason: ReasonView.nullable(),
  owner: z.string(),
  /** Number of the plan issue; null: a local run. */
  issue: z.number().int().nullable(),
  /** Number of the pull request from the integration branch to the base, once it is open. */
  finalPull: z.number().int().nullable(),
  repository: z.object({ id: Id, name: z.string(), cloneUrl: z.string() }),
  planHash: z.string(),
  base: z.string().nullable(),
  baseCommit: CommitId.nullable(),
  integrationBranch: z.string(),
  integrationHead: CommitId.nullable(),
  /** How many tasks are in each state; states without a task are absent. */
  tasks: z.partialRecord(TaskState, z.number().int()),
  /** A cancel was asked for and the last attempts are ending. */
  canceling: z.boolean(),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  /** Number of the newest event in this snapshot. */
  event: z.number().int(),
});
export type RunView = z.infer<typeof RunView>;

/** An attempt as people see it. */
export const AttemptView = z.object({
  id: Id,
  task: z.string(),
  number: z.number().int(),
  state: AttemptState,
  runner: z.string(),
  agent: z.string().nullable(),
  base: CommitId.nullable(),
  commit: CommitId.nullable(),
  ref: z.string(),
  class: FailureClass.nullable(),
  message: z.string().nullable(),
  progress: z.string(),
  summary: z.string(),
  evidence: z.array(Evidence),
  changedFiles: z.number().int(),
  insertions: z.number().int(),
  deletions: z.number().int(),
  canceling: z.boolean(),
  leasedAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
});
export type AttemptView = z.infer<typeof AttemptView>;

/** A task as people see it. */
export const TaskView = z.object({
  id: Id,
  key: z.string(),
  title: z.string(),
  kind: z.enum(['agent', 'command', 'verification']),
  group: z.string().nullable(),
  /** The agent that the plan names for it; null: the runner's first, or none for a command. */
  agent: z.string().nullable(),
  state: TaskState,
  reason: ReasonView.nullable(),
  /** What a ready task waits for, to be read after "waits for"; null in every other state. */
  waitsFor: z.string().nullable(),
  /** Keys of the tasks that come first. */
  dependencies: z.array(z.string()),
  /** The most attempts it gets after failures that count. */
  attemptsAllowed: z.number().int(),
  attempts: z.number().int(),
  dueAt: Time.nullable(),
  canceling: z.boolean(),
  branch: z.string().nullable(),
  commit: CommitId.nullable(),
  mergeCommit: CommitId.nullable(),
  /** Number of its pull request, once it is open. */
  pull: z.number().int().nullable(),
  outputs: Outputs,
  /** The newest attempt; null before the first. */
  latest: AttemptView.nullable(),
  /** Time that attempts took in all, in milliseconds; of a running one up to now. */
  workedMs: DurationMs,
  endedAt: Time.nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

/** One thing that happened in a run, numbered from 1 per run. */
export const EventView = z.object({
  run: Id,
  seq: z.number().int().positive(),
  at: Time,
  task: z.string().nullable(),
  attempt: z.number().int().nullable(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type EventView = z.infer<typeof EventView>;

/** A piece of an attempt's output. */
export const LogPiece = z.object({
  /** Place in all that the attempt wrote; a gap to the piece before is what was cut. */
  offset: z.number().int().nonnegative(),
  bytes: z.number().int().positive(),
  base64: z.base64(),
});
export type LogPiece = z.infer<typeof LogPiece>;

/** `GET /api/v1/runs?active=true&name=…&limit=…`: newest first. */
export const ListRunsQuery = z.object({
  active: z.enum(['true', 'false']).optional(),
  name: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const ListRunsResponse = z.object({ runs: z.array(RunView) });
export type ListRunsResponse = z.infer<typeof ListRunsResponse>;

/**
 * `POST /api/v1/runs`: starts a plan on a repository that the service can reach by path.
 * An unfinished run of the same name and repository is answered instead (`created: false`) when its plan is the same;
 * a different plan is refused (`already_running`). A finished run of the same plan is not run again (`already_finished`)
 * unless `again`.
 */
export const CreateRunRequest = z.object({
  name: z.string().min(1).max(100),
  markdown: z.string().max(8_000_000),
  repository: z.object({ name: z.string().min(1).max(256), cloneUrl: z.string().min(1).max(4_096) }),
  owner: z.string().min(1).max(128),
  /** The agent of tasks that name none. */
  agent: z.string().min(1).max(64).optional(),
  again: z.boolean().default(false),
});
export type CreateRunRequest = z.input<typeof CreateRunRequest>;
export const CreateRunResponse = z.object({ run: RunView, created: z.boolean() });
export type CreateRunResponse = z.infer<typeof CreateRunResponse>;

/** `GET /api/v1/runs/:run`; `:run` is an id, its beginning, or a name (then the newest of that name). */
export const RunResponse = z.object({ run: RunView, tasks: z.array(TaskView) });
export type RunResponse = z.infer<typeof RunResponse>;

/** `GET /api/v1/runs/:run/tasks/:task`: the task with all its attempts, oldest first. */
export const TaskResponse = z.object({ run: RunView, task: TaskView, attempts: z.array(AttemptView) });
export type TaskResponse = z.infer<typeof TaskResponse>;

/** `GET /api/v1/runs/:run/events?after=…&limit=…`; `…/events/stream` is the same as server-sent events, without end. */
export const EventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});
export const EventsResponse = z.object({ events: z.array(EventView), more: z.boolean() });
export type EventsResponse = z.infer<typeof EventsResponse>;

/** `POST /api/v1/runs/:run/cancel` and `…/tasks/:task/cancel`. */
export const CancelRequest = z.object({
  how: z.enum(['graceful', 'immediate']).default('graceful'),
  by: z.string().min(1).max(128),
});
export type CancelRequest = z.input<typeof CancelRequest>;

/** `POST /api/v1/runs/:run/tasks/:task/retry`. */
export const RetryRequest = z.object({ by: z.string().min(1).max(128) });
export type RetryRequest = z.infer<typeof RetryRequest>;

/** `GET /api/v1/attempts/:attempt/log?from=…`: what is stored from that offset on, at most 64 pieces. */
export const LogQuery = z.object({ from: z.coerce.number().int().nonnegative().default(0) });
export const LogResponse = z.object({
  pieces: z.array(LogPiece),
  /** Where to ask on; equal to `from` when nothing new is there. */
  next: z.number().int().nonnegative(),
  /** The attempt has ended and nothing follows `next`. */
  complete: z.boolean(),
});
export type LogResponse = z.infer<typeof LogResponse>;

/** `GET /api/v1/status`. */
export const StatusResponse = z.object({
  version: z.string(),
  runs: z.array(RunView),
  runners: z.array(
    z.object({
      id: Id,
      name: z.string(),
      labels: z.array(z.string()),
      slots: z.number().int(),
      busy: z.number().int(),
      agents: z.array(z.string()),
      sandbox: z.enum(['bubblewrap', 'none']),
      seenAt: Time,
      live: z.boolean(),
    }),
  ),
  /** Ready tasks of active runs and what each waits for. */
  waiting: z.array(z.object({ run: z.string(), task: z.string(), waitsFor: z.string() })),
  /** Effects that are not sent yet, and those that will never be with why. */
  outbox: z.object({
    waiting: z.number().int(),
    dead: z.array(z.object({ run: Id.nullable(), kind: z.string(), message: z.string() })),
  }),
});
export type StatusResponse = z.infer<typeof StatusResponse>;
