import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import type { TrackRecord } from '../../core/agents/track_record.ts';
import type { BreakerRecord } from '../../core/breaker/breaker.ts';
import type { Decision } from '../../core/decision.ts';
import type { FindingRecord } from '../../core/finding/finding_record.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import type { StandingQuestion } from '../../core/question/question_standing.ts';
import type { AttemptRecord, RepositoryRecord, RunnerRecord, RunRecord, TaskRecord } from '../../core/records.ts';
import type { Shown } from '../../core/shown.ts';
import type {
  AttemptSlice,
  ConcludeSlice,
  EffectSlice,
  HeartbeatSlice,
  LeaseDetails,
  LeaseSlice,
  RunSlice,
  StartSlice,
  TaskSlice,
} from '../../core/slices.ts';
import type { Deliveries } from './deliveries.ts';
import type { DueReader } from './due_reader.ts';
import type { ReaderBeside } from './edit_reader.ts';
import type { LogStore } from './log_store.ts';
import type { Outbox } from './outbox.ts';
import type { Pacing } from './pacing.ts';
import type { Retention } from './retention.ts';
import type { RunnerTokens } from './runner_tokens.ts';
import type { Standpoint } from './standpoint.ts';
import type { TickMemory } from './tick_memory.ts';
import type { ViewReader } from './view_reader.ts';

/** Loads slices for decisions. Each is a bounded number of indexed queries. */
export type SliceReader = ReaderBeside & {
  readonly repositoryByCloneUrl: (cloneUrl: string) => Promise<RepositoryRecord | null>;
  readonly repositoryById: (repository: string) => Promise<RepositoryRecord | null>;
  readonly repositoryByGitHubId: (id: number) => Promise<RepositoryRecord | null>;
  /** The newest run of that name in the repository. */
  readonly newestRun: (repository: string, name: string) => Promise<RunRecord | null>;
  /** The run of that name with this number, whatever its branches are called. */
  readonly runBySequence: (repository: string, name: string, sequence: number) => Promise<RunRecord | null>;
  readonly runById: (run: string) => Promise<RunRecord | null>;
  /** The run whose branches begin with `<prefix>/`. */
  readonly runByBranchPrefix: (repository: string, prefix: string) => Promise<RunRecord | null>;
  /** What a pull request is of: a task, or the whole run (`task` null). */
  readonly subjectOfPull: (
    repository: string,
    pull: number,
  ) => Promise<{ readonly run: RunRecord; readonly task: TaskRecord | null } | null>;
  /**
   * The newest task of that key to whose work the commit belongs, also failed work; `key` null: the run whose integration
   * branch stands there.
   */
  readonly subjectOfCommit: (
    repository: string,
    key: string | null,
    commit: string,
  ) => Promise<{ readonly run: RunRecord; readonly task: TaskRecord | null } | null>;
  /** Runs of the repository that have not ended. */
  readonly unfinishedRuns: (repository: string) => Promise<readonly RunRecord[]>;
  /** Repositories that an installation reaches. */
  readonly repositoriesOfInstallation: (installation: number) => Promise<readonly RepositoryRecord[]>;
  /** How agents did in the repository's newest runs; see `TRACK_RECORD_BOUNDS`. */
  readonly trackRecords: (repository: string) => Promise<readonly TrackRecord[]>;
  /** What the run's repository said of agents when it started. */
  readonly agentSettingsOf: (run: string) => Promise<AgentSettings | null>;
  readonly planOf: (run: string) => Promise<Plan | null>;
  /** The plan of an issue that waits for approval. */
  readonly proposalOf: (repository: string, issue: number) => Promise<ProposalRecord | null>;
  readonly proposalById: (proposal: string) => Promise<ProposalRecord | null>;
  /** What was last shown of a subject. */
  readonly shown: (subject: string) => Promise<readonly Shown[]>;
  /** How new the newest news of the issue are that were acted upon, in epoch milliseconds. */
  readonly issueSeenAt: (repository: string, issue: number) => Promise<number | null>;
  /** The breaker of a provider on a runner; null: nothing was counted there yet. */
  readonly breakerOf: (runner: string, provider: string) => Promise<BreakerRecord | null>;
  readonly runnerById: (runner: string) => Promise<RunnerRecord | null>;
  /**
   * `reach` says which dependents are loaded: the direct ones, or also those that wait for them, and so on, through
   * dependencies that are still open.
   */
  readonly attemptSlice: (attempt: string, reach: 'direct' | 'all') => Promise<AttemptSlice | null>;
  readonly startSlice: (attempt: string) => Promise<StartSlice | null>;
  readonly taskSlice: (task: string, reach: 'direct' | 'all') => Promise<TaskSlice | null>;
  readonly questionById: (id: string) => Promise<QuestionRecord | null>;
  /** What has that number in the run: one question, or those of several tasks that ask the same; open ones first, then by asking. */
  readonly questionsByNumber: (run: string, n: number) => Promise<readonly QuestionRecord[]>;
  /** How all questions of a run stand, in the order of asking. */
  readonly questionStandings: (run: string) => Promise<readonly StandingQuestion[]>;
  /** All that a task has asked, in the order of asking. */
  readonly questionsOf: (task: string) => Promise<readonly QuestionRecord[]>;
  /** The newest that a run and its tasks have asked, the newest first. */
  readonly questionsOfRun: (run: string) => Promise<readonly QuestionRecord[]>;
  /** Whether a task of the run asks the same and nobody has answered; see `QuestionRecord.sameness`. */
  readonly asksAlike: (run: string, sameness: string) => Promise<boolean>;
  /** The question that the orchestrator looks at by this hidden task; null: it is at none, or people are asked. */
  readonly questionOfHidden: (task: string) => Promise<QuestionRecord | null>;
  /** All that reviews and checks found in a task's work, the oldest first. */
  readonly findingsOf: (task: string) => Promise<readonly FindingRecord[]>;
  /** The finding with that key in a run; null: there is none. */
  readonly findingByKey: (run: string, key: string) => Promise<FindingRecord | null>;
  /** The merge commits that brought the work of tasks (by id) into the run's integration branch, the oldest first. */
  readonly mergesOf: (run: string) => Promise<readonly { readonly task: string; readonly commit: string }[]>;
  /** The run's tasks that an agent does, in the order of the plan. */
  readonly agentTasksOf: (
    run: string,
  ) => Promise<readonly { readonly id: string; readonly key: string; readonly files: readonly string[] }[]>;
  readonly taskByKey: (run: string, key: string) => Promise<TaskRecord | null>;
  readonly runSlice: (run: string) => Promise<RunSlice | null>;
  readonly concludeSlice: (run: string) => Promise<ConcludeSlice | null>;
  /** `limit` bounds the candidates of each slot. */
  readonly leaseSlice: (runners: readonly string[], limit: number, at?: Standpoint) => Promise<LeaseSlice>;
  readonly leaseDetails: (tasks: readonly string[]) => Promise<readonly LeaseDetails[]>;
  /** Attempts that an earlier lease call with this request id handed out. */
  readonly attemptsOfLease: (runner: string, request: string) => Promise<readonly AttemptRecord[]>;
  readonly heartbeatSlice: (attempts: readonly string[]) => Promise<HeartbeatSlice>;
  readonly effectSlice: (effect: string) => Promise<EffectSlice | null>;
  /** Live attempts that an earlier process of the runner held. */
  readonly attemptsOfOtherBoots: (runner: string, boot: string) => Promise<readonly string[]>;
  /** True while a run exists that has not ended and is not waiting for people. */
  readonly hasOpenRuns: () => Promise<boolean>;
};

/**
 * The database behind the service.
 *
 * `command` runs one command: `decide` loads its slice and decides; its changes, events and effects land together or
 * not at all, possibly together with other commands that wait at the same moment. When a guard does not hold, `decide`
 * is called anew on fresh slices, a bounded number of times. It resolves only after the commit.
 */
export type Store = {
  readonly command: <Result>(name: string, decide: (read: SliceReader) => Promise<Decision<Result>>) => Promise<Result>;
  readonly read: SliceReader;
  readonly due: DueReader;
  readonly view: ViewReader;
  readonly log: LogStore;
  /** What agents were asked, said and did: JSON lines, see `protocol/conversation.ts`. */
  readonly conversation: LogStore;
  readonly outbox: Outbox;
  readonly deliveries: Deliveries;
  readonly retention: Retention;
  readonly pacing: Pacing;
  readonly runnerTokens: RunnerTokens;
  readonly ticks: TickMemory;
  /** Answers when the database can be read; throws otherwise. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};
