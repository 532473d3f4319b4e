import type { DependencyResult } from '../protocol/execution_request.ts';
import type { FailureClass } from '../protocol/outcome.ts';
import type { AnsweredQuestion } from '../protocol/questions.ts';
import type { Slot } from '../protocol/slot.ts';
import type { AgentSettings } from './agents/agent_settings.ts';
import type { TaskRouting } from './agents/task_routing.ts';
import type { SeenBreaker } from './breaker/resting.ts';
import type { EarlierAttempt } from './earlier_attempt.ts';
import type { EffectRecord } from './effects/effect.ts';
import type { FindingRecord } from './finding/finding_record.ts';
import type { KeptWork } from './kept_work.ts';
import type { OrchestratorQuestion } from './orchestrator_question.ts';
import type { RecentAttempt } from './recent_attempt.ts';
import type { AttemptRecord, RepositoryRecord, RunnerRecord, RunRecord, SessionRecord, TaskRecord } from './records.ts';
import type { SessionHolder } from './session_holder.ts';
import type { TaskState } from './task/task_state.ts';
import type { AttemptUsage } from './usage/attempt_usage.ts';
import type { BudgetSlice, RunBound, TaskLimits } from './usage/budget_fields.ts';
import type { SpentByTask } from './usage/budget_of.ts';

/** What each decision is given of the database: no more than it needs, so that its cost does not grow with the run. */

/** For what happens to a task: answers of effects, what people do to it. */
export type TaskSlice = {
  readonly task: TaskRecord;
  readonly run: RunRecord;
  readonly repository: RepositoryRecord;
  /** The newest attempt, where there is one. */
  readonly attempt: AttemptRecord | null;
  /** Direct dependencies that are not satisfied, with their states. */
  readonly openDependencies: readonly { readonly id: string; readonly key: string; readonly state: TaskState }[];
  /** Tasks that wait for this one: the direct ones, or all of them, nearest first. The loader is told which. */
  readonly dependents: readonly Dependent[];
  /** What its attempts have used, those of which something is known. */
  readonly used: readonly AttemptUsage[];
};

/** For reports on an attempt, which need not be the task's newest. */
export type AttemptSlice = TaskSlice & { readonly attempt: AttemptRecord };

/** For the reports of a start and of a session, which concern the attempt alone. */
export type StartSlice = {
  readonly attempt: Pick<
    AttemptRecord,
    'id' | 'run' | 'number' | 'runner' | 'provider' | 'state' | 'base' | 'startCommit'
  >;
  readonly task: Pick<TaskRecord, 'id' | 'key'>;
};

/** A task that waits for another. */
export type Dependent = {
  readonly id: string;
  readonly key: string;
  readonly state: TaskState;
  readonly attempts: number;
  readonly openDependencies: number;
  readonly reason: TaskRecord['reason'];
  readonly takeover: TaskRecord['takeover'];
  /** Ids of its dependencies that have failed, were skipped or canceled; without satisfied ones. */
  readonly badDependencies: readonly string[];
  /** Whether its direct dependency on the slice's task is marked satisfied; false where it is indirect. */
  readonly satisfied: boolean;
  readonly direct: boolean;
  /** Whether it waits for the slice's task, itself or through others: by dependencies that are all open. */
  readonly waits: boolean;
};

/** For ending a run by cancel or deadline. */
export type RunSlice = {
  readonly run: RunRecord;
  /** Tasks that have not ended. */
  readonly open: readonly Pick<
    TaskRecord,
    'id' | 'key' | 'kind' | 'state' | 'attempts' | 'cancel' | 'pull' | 'takeover'
  >[];
  readonly liveAttempts: readonly Pick<AttemptRecord, 'id' | 'task' | 'number' | 'state' | 'cancel'>[];
};

/** For ending a run whose tasks have all ended. */
export type ConcludeSlice = {
  readonly run: RunRecord;
  /** The tasks that ended badly and are not tolerated (`on-failure: continue`), in the order of the plan; none of them is skipped. */
  readonly bad: readonly Pick<TaskRecord, 'id' | 'key' | 'state' | 'attempts'>[];
};

/** A ready task, light enough to look at many. */
export type Candidate = TaskLimits & {
  readonly id: string;
  readonly run: string;
  readonly repository: string;
  readonly repositoryName: string;
  readonly key: string;
  readonly kind: TaskRecord['kind'];
  readonly slot: Slot;
  readonly attempts: number;
  readonly routing: TaskRouting;
  /** Names of agents that are not asked any more. */
  readonly passedOver: readonly string[];
  readonly labels: readonly string[];
  readonly locks: readonly string[];
  readonly files: readonly string[];
  /** Who holds the conversation that its newest attempt used; null: nobody does. */
  readonly session: SessionHolder | null;
};

/** A runner that waits for work. */
export type WaitingRunner = {
  readonly runner: RunnerRecord;
  /** Its live attempts by provider, without orchestrators; commands count under the empty name. */
  readonly load: Readonly<Record<string, number>>;
};

/** For handing out work to the runners that wait. Candidates of each slot come best first. */
export type LeaseSlice = BudgetSlice & {
  readonly schedulerVersion: number;
  /** Those of the runners asked for that are registered. */
  readonly runners: readonly WaitingRunner[];
  readonly candidates: readonly Candidate[];
  /** Breakers that are not closed, of any runner. */
  readonly breakers: readonly SeenBreaker[];
  /** Which living runners offer what such breakers are of. */
  readonly offers: readonly { readonly runner: string; readonly provider: string }[];
  /** For which slots more ready tasks exist than were loaded. */
  readonly more: Readonly<Record<Slot, boolean>>;
  /** Live attempts in the whole service and per repository id, without orchestrators. */
  readonly serviceLoad: number;
  readonly repositoryLoad: Readonly<Record<string, number>>;
  /** Per run id of the candidates: tasks at work without orchestrators, the bound, and the globs of tasks at work or in review. */
  readonly runs: Readonly<
    Record<
      string,
      RunBound & {
        readonly running: number;
        readonly concurrency: number | null;
        readonly filesInUse: readonly (readonly string[])[];
      }
    >
  >;
  /** Held locks per repository id. */
  readonly locksHeld: Readonly<Record<string, readonly string[]>>;
};

/** Everything that the execution request of a picked task is built from. */
export type LeaseDetails = {
  readonly task: TaskRecord;
  readonly run: RunRecord;
  readonly repository: RepositoryRecord;
  /** The plan's context, as Markdown. */
  readonly context: string;
  /** What the repository said of agents when the run started. */
  readonly agents: AgentSettings;
  readonly dependencies: readonly DependencyResult[];
  /** Merge commits that the base must contain. */
  readonly mustContain: readonly string[];
  /** The newest attempt, where it has a failure (also a conflict that came after its success). */
  readonly earlier: (EarlierAttempt & { readonly evidence: readonly EarlierEvidence[] }) | null;
  /** What interrupted attempts left, the newest first. */
  readonly kept: readonly KeptWork[];
  /** The newest attempts, whatever came of them, at most three; the newest first. */
  readonly recent: readonly RecentAttempt[];
  /** Its agents' conversations, on whatever runners. */
  readonly sessions: readonly HeldSession[];
  /** What the task has asked and was answered, in the order of asking. */
  readonly answers: readonly AnsweredQuestion[];
  /** What its attempts have used that counts towards its limits. */
  readonly spent: SpentByTask;
  /** What reviews and checks found and no attempt has mended yet, the oldest first. */
  readonly findings: readonly FindingRecord[];
  /** All tasks of the run in the order of the plan, at most 500. */
  readonly overview: readonly { readonly key: string; readonly title: string; readonly state: TaskState }[];
  /** Of a task of the kind `answering` alone; null: any other, or the question has gone. */
  readonly asked: OrchestratorQuestion | null;
};

/** A conversation, and what the attempt that used it last failed of; null: it did not, or has not ended. */
export type HeldSession = SessionRecord & { readonly failed: FailureClass | null };

/** A command that failed in an earlier attempt. */
export type EarlierEvidence = { readonly argv: readonly string[]; readonly end: string; readonly outputTail: string };

/** For a heartbeat. */
export type HeartbeatSlice = readonly (Pick<
  AttemptRecord,
  'id' | 'run' | 'number' | 'state' | 'runner' | 'cancel' | 'progress' | 'startedAt'
> & {
  readonly task: Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts' | 'failures'>;
  /** Whether the task holds locks or declares files: its place may have been taken while it was given up. */
  readonly exclusive: boolean;
})[];

/** For the answer of an effect. */
export type EffectSlice = {
  readonly effect: EffectRecord;
  /** null: the effect belongs to no run. */
  readonly run: RunRecord | null;
  readonly repository: RepositoryRecord;
};
