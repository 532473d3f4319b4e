import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { AttemptAction, FailureClass } from './outcome.ts';
import { CommitId, DurationMs, Id, Outputs } from './primitives.ts';
import { QuestionView } from './questions.ts';
import { AttemptState, RunState, TaskState } from './states.ts';
import { PricedUsage, RunBudget, UsageSum } from './usage.ts';

/**
 * What people are shown of runs, whatever shows it. Times are epoch milliseconds. A snapshot carries the number of the
 * newest event it contains, so that a reader goes on with the event stream from there without a gap.
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
  /** The commit on the integration branch that brought the report which the plan asks for; null: none yet. */
  reportCommit: CommitId.nullable(),
  /** How many tasks are in each state; states without a task are absent. */
  tasks: z.partialRecord(TaskState, z.number().int()),
  budget: RunBudget.nullable(),
  /** What all attempts have used; null: nothing is known. */
  usage: UsageSum.nullable(),
  /** What is asked of the whole run and nobody has answered, in the order of asking; what tasks ask stands with them. */
  questions: z.array(QuestionView),
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
  /** What the runner started for it, and the model that it was told to use; null: its own default. */
  provider: z.string().nullable(),
  model: z.string().nullable(),
  base: CommitId.nullable(),
  commit: CommitId.nullable(),
  ref: z.string(),
  class: FailureClass.nullable(),
  message: z.string().nullable(),
  /** What it was doing when it failed; null: it did not, or nobody said. */
  action: AttemptAction.nullable(),
  /** The provider whose agent itself failed; null: something else did. */
  failedProvider: z.string().nullable(),
  /** Whether another attempt may mend such a failure; null: it did not fail. */
  retryable: z.boolean().nullable(),
  progress: z.string(),
  summary: z.string(),
  evidence: z.array(Evidence),
  changedFiles: z.number().int(),
  insertions: z.number().int(),
  deletions: z.number().int(),
  /** What it has used so far; null: nothing is known. */
  usage: PricedUsage.nullable(),
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
  kind: z.enum(['agent', 'command', 'function', 'issue', 'verification']),
  group: z.string().nullable(),
  /** Number of the issue that it is, or (of the kind `issue`) waits for; null: none. */
  issue: z.number().int().nullable(),
  /** Who may do it, the first of them first; empty: the runner's first, or none for a command. */
  agents: z.array(z.string()),
  state: TaskState,
  reason: ReasonView.nullable(),
  /** What a ready task waits for, to be read after "waits for"; null in every other state. */
  waitsFor: z.string().nullable(),
  /** Keys of the tasks that come first. */
  dependencies: z.array(z.string()),
  /** Attempts so far, whatever ended them. */
  attempts: z.number().int(),
  /** Failures that count, since a person last retried it: attempts that a pause, a lost runner or a conflict ended do not. */
  failures: z.number().int(),
  /** So many of them end it. */
  failuresAllowed: z.number().int(),
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
  /** What its attempts have used; null: nothing is known. */
  usage: UsageSum.nullable(),
  endedAt: Time.nullable(),
  /** What it asks and nobody has answered, in the order of asking. */
  questions: z.array(QuestionView),
  /** In whose hands it is, or will be once its attempt has ended; null: in nobody's. */
  takenBy: z.string().nullable(),
  /** What a person has yet to say of it: whether it may start, or whether its work may be merged; null: nothing. */
  approval: z.enum(['before', 'after']).nullable(),
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
