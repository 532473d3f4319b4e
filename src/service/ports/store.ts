import type { Decision } from '../../core/changes.ts';
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
} from '../../core/decide/slices.ts';
import type { EffectRecord } from '../../core/effects/effect.ts';
import type { AttemptRecord, RepositoryRecord, RunnerRecord, RunRecord, TaskRecord } from '../../core/records.ts';
import type { AttemptView, EventView, RunView, TaskView } from '../../protocol/operator.ts';

/** Loads slices for decisions. Each is a bounded number of indexed queries. */
export type SliceReader = {
  readonly repositoryByCloneUrl: (cloneUrl: string) => Promise<RepositoryRecord | null>;
  /** The newest run of that name in the repository. */
  readonly newestRun: (repository: string, name: string) => Promise<RunRecord | null>;
  readonly runById: (run: string) => Promise<RunRecord | null>;
  readonly runnerById: (runner: string) => Promise<RunnerRecord | null>;
  /**
   * `reach` says which dependents are loaded: the direct ones, or also those that wait for them, and so on, through
   * dependencies that are still open.
   */
  readonly attemptSlice: (attempt: string, reach: 'direct' | 'all') => Promise<AttemptSlice | null>;
  readonly startSlice: (attempt: string) => Promise<StartSlice | null>;
  readonly taskSlice: (task: string, reach: 'direct' | 'all') => Promise<TaskSlice | null>;
  readonly taskByKey: (run: string, key: string) => Promise<TaskRecord | null>;
  readonly runSlice: (run: string) => Promise<RunSlice | null>;
  readonly concludeSlice: (run: string) => Promise<ConcludeSlice | null>;
  /** `limit` bounds the candidates. */
  readonly leaseSlice: (runners: readonly string[], limit: number) => Promise<LeaseSlice>;
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

/** What is due, oldest first, at most `limit` of each. */
export type DueReader = {
  readonly expiredAttempts: (now: number, limit: number) => Promise<readonly string[]>;
  readonly retriesDue: (now: number, limit: number) => Promise<readonly string[]>;
  readonly runsPastDeadline: (now: number, limit: number) => Promise<readonly string[]>;
  /** Runs that are running without an open task. */
  readonly runsToConclude: (limit: number) => Promise<readonly string[]>;
};

/** A task as the database shows it; what it waits for depends on the runners. */
export type StoredTask = Omit<TaskView, 'waitsFor'>;

/** Snapshots for people. */
export type ViewReader = {
  readonly runs: (query: {
    readonly active?: boolean;
    readonly name?: string;
    readonly limit: number;
  }) => Promise<readonly RunView[]>;
  /** By id, by the beginning of an id (at least 4 characters, unambiguous), or by name (then the newest). */
  readonly findRun: (idOrName: string) => Promise<RunView | null>;
  readonly tasks: (run: string, now: number) => Promise<readonly StoredTask[]>;
  /** Of the task with that key, oldest first. */
  readonly attempts: (run: string, task: string) => Promise<readonly AttemptView[]>;
  readonly events: (run: string, after: number, limit: number) => Promise<readonly EventView[]>;
  readonly runners: () => Promise<readonly (RunnerRecord & { readonly busy: number })[]>;
  readonly outbox: () => Promise<{
    readonly waiting: number;
    readonly dead: readonly { readonly run: string; readonly kind: string; readonly message: string }[];
  }>;
};

/** A piece of output as it is stored: `offset` and `bytes` count what the attempt wrote, before compression. */
export type LogPieceRecord = { readonly offset: number; readonly bytes: number; readonly deflated: Uint8Array };

/** Output of attempts: stored apart from decisions, since nothing is decided on it. */
export type LogStore = {
  /**
   * Stores pieces that are new (by offset) while the attempt is known, then drops pieces that lie wholly between the
   * first `headBytes` and the last `tailBytes`. Answers how many bytes the attempt has written so far.
   */
  readonly append: (
    attempt: string,
    pieces: readonly LogPieceRecord[],
    keep: { readonly headBytes: number; readonly tailBytes: number },
  ) => Promise<number>;
  readonly read: (
    attempt: string,
    from: number,
    limit: number,
  ) => Promise<{ readonly pieces: readonly LogPieceRecord[]; readonly live: boolean } | null>;
  /** Drops the output of ended attempts that were handed out before `before`, at most `limit` pieces; says whether it met the limit. */
  readonly prune: (before: number, limit: number) => Promise<boolean>;
};

/** The outbox as its sender sees it. */
export type Outbox = {
  /** Claims due effects for this sender until `until`: at most one per lane, and only the oldest of its lane. */
  readonly claim: (owner: string, now: number, until: number, limit: number) => Promise<readonly EffectRecord[]>;
  /** Puts a claimed effect back, to be sent again at `dueAt`. */
  readonly release: (effect: string, owner: string, dueAt: number, error: string) => Promise<void>;
};

/** When ticks ran, kept so that an outage expires no lease. */
export type TickMemory = {
  /**
   * Notes a tick at `now`. Answers since when ticks have run without a gap longer than `gapMs`.
   */
  readonly noteTick: (now: number, gapMs: number) => Promise<{ readonly steadySince: number }>;
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
  readonly outbox: Outbox;
  readonly ticks: TickMemory;
  /** Answers when the database can be read; throws otherwise. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};
