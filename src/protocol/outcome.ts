import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { CommitId, DurationMs, Outputs } from './primitives.ts';
import { Usage } from './usage.ts';

/**
 * Why an attempt did not succeed. What each class does (retry, after how long, give up) is one table in
 * `core/retry/failure_policy.ts`.
 */
export const FailureClass = z.enum([
  /** The network, the disk or the repository's host failed; the task is not to blame. */
  'transient',
  /** The agent's model takes no more requests for now; where it says until when, that is waited for. */
  'rate_limit',
  /** The agent's model does not know its key, or does not let it in. */
  'auth',
  /** There is no money left: the account's, or what the task may cost. */
  'budget',
  /** The conversation has outgrown what the model can read. */
  'context_too_long',
  /** The agent or the task's own command ended with an error. */
  'agent_error',
  /** Setup failed: the checkout could not be prepared. */
  'setup',
  /** The runner's own verification failed, or a declared output is missing. */
  'verification',
  /** The work does not merge into the integration branch. */
  'conflict',
  /** Nothing was changed and no output was given. */
  'no_change',
  /** The attempt or one of its steps took too long. */
  'timeout',
  /** The agent did and said nothing for too long. */
  'idle',
  /** The runner vanished. */
  'lost',
  /** Something that another attempt cannot mend: a refused path, an agent that does not exist. */
  'refused',
  /** A person or the run ended it. */
  'canceled',
  /** The run was paused; it goes on from here. */
  'paused',
  /** A person took the task into their own hands. */
  'taken',
  /** A person did not let the verified work in, and said what is wanted. */
  'rejected',
  /** What its run or repository may use is used, or kept for other tasks; it goes on from here when there is more. */
  'run_budget',
  /** An answer that it worked with was overruled by a person; the next attempt goes on from here with that one's. */
  'overruled',
  /** It asked a person, and goes on from here when there is an answer. */
  'blocked',
]);
export type FailureClass = z.infer<typeof FailureClass>;

/** The classes that a runner itself may give; the others are the service's to find out. */
export const RunnerFailureClass = FailureClass.exclude([
  'conflict',
  'lost',
  'canceled',
  'paused',
  'taken',
  'rejected',
  'overruled',
  'blocked',
]);
export type RunnerFailureClass = z.infer<typeof RunnerFailureClass>;

/** What an attempt was doing when it failed, in the order of its steps. */
export const AttemptAction = z.enum([
  /** Fetching, making the worktree, and reporting the start. */
  'prepare',
  'setup',
  /** Starting the agent's program, which did not begin. */
  'start_agent',
  'agent',
  /** The task's own commands. */
  'command',
  'commit',
  'verify',
  'push',
]);
export type AttemptAction = z.infer<typeof AttemptAction>;

/** The most that a failure's message or a summary may hold, in UTF-16 code units. */
export const MESSAGE_LIMIT = 4_000;
export const SUMMARY_LIMIT = 16_384;

const common = {
  evidence: z.array(Evidence).max(256),
  outputs: Outputs,
  /** The agent's own last words. */
  summary: z.string().max(SUMMARY_LIMIT),
  durationMs: DurationMs,
  changedFiles: z.number().int().nonnegative(),
  insertions: z.number().int().nonnegative(),
  deletions: z.number().int().nonnegative(),
  /** What the agent has used; absent: it did not say, or there was none. */
  usage: Usage.optional(),
};

/** How an attempt ended; exactly one for each. */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('succeeded'),
    /** The commit that was verified and pushed to the attempt's ref; null where nothing changed. */
    commit: CommitId.nullable(),
    ...common,
  }),
  z.object({
    kind: z.literal('failed'),
    /** An end by its time is an outcome of its own. */
    class: RunnerFailureClass.exclude(['timeout']),
    message: z.string().min(1).max(MESSAGE_LIMIT),
    /** What it was doing. Absent: nobody said. */
    action: AttemptAction.optional(),
    /**
     * What the runner offers, where that itself failed: the agent's program, its model or its account. Absent: something else
     * did, the task or the runner for two.
     */
    failedProvider: z.string().min(1).max(64).optional(),
    /** No further attempt makes sense before: the limit that was met ends then. Absent: nobody said. */
    retryAfterMs: DurationMs.optional(),
    /** What was there when it ended, pushed to the attempt's ref; null where nothing changed. */
    commit: CommitId.nullable(),
    ...common,
  }),
  z.object({
    kind: z.literal('timed_out'),
    message: z.string().min(1).max(MESSAGE_LIMIT),
    commit: CommitId.nullable(),
    ...common,
  }),
  z.object({
    /** It waits for the answer to a question that it has asked by `ask`. */
    kind: z.literal('blocked'),
    message: z.string().min(1).max(MESSAGE_LIMIT),
    commit: CommitId.nullable(),
    ...common,
  }),
  z.object({
    kind: z.literal('canceled'),
    message: z.string().min(1).max(MESSAGE_LIMIT),
    commit: CommitId.nullable(),
    ...common,
  }),
]);
export type Outcome = z.infer<typeof Outcome>;
