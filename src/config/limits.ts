import { z } from 'zod';
import { count, milliseconds } from './variable.ts';

const MEBIBYTE = 1024 * 1024;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Limits of every service, that of local plans too, where its environment says nothing. */
export const DEFAULTS = {
  /** More than one team's machines have slots, few enough for one service. */
  maxConcurrency: 256,
  maxRepositoryConcurrency: 64,
  attemptTimeoutMs: HOUR_MS,
  stepTimeoutMs: HOUR_MS / 2,
  idleMs: HOUR_MS / 6,
  /** A person at hand answers in that time, and a slot is not held for longer. */
  askWaitMs: 60_000,
  logHeadBytes: 2 * MEBIBYTE,
  logTailBytes: 8 * MEBIBYTE,
  logRetentionMs: 30 * DAY_MS,
} as const;

/** What the environment sets of them. */
export type Limits = {
  /** The most attempts at work at once, in all and in one repository. */
  readonly maxConcurrency: number;
  readonly maxRepositoryConcurrency: number;
  /** The longest that an attempt, and one command of its setup or verification, may take where the plan says nothing. */
  readonly attemptTimeoutMs: number;
  readonly stepTimeoutMs: number;
  /** How long an agent may make no progress. */
  readonly idleMs: number;
  /** Of an attempt's output, the first and last bytes that are kept, and how long. */
  readonly logHeadBytes: number;
  readonly logTailBytes: number;
  readonly logRetentionMs: number;
};

/** The variables that set limits, to be put into the schema of an environment. */
export const LIMIT_VARIABLES = {
  MAX_CONCURRENCY: count(10_000, DEFAULTS.maxConcurrency),
  MAX_REPOSITORY_CONCURRENCY: count(10_000, DEFAULTS.maxRepositoryConcurrency),
  ATTEMPT_TIMEOUT_MS: milliseconds(1_000, 7 * DAY_MS, DEFAULTS.attemptTimeoutMs),
  STEP_TIMEOUT_MS: milliseconds(1_000, 7 * DAY_MS, DEFAULTS.stepTimeoutMs),
  IDLE_TIMEOUT_MS: milliseconds(1_000, 7 * DAY_MS, DEFAULTS.idleMs),
  LOG_HEAD_BYTES: count(256 * MEBIBYTE, DEFAULTS.logHeadBytes),
  LOG_TAIL_BYTES: count(256 * MEBIBYTE, DEFAULTS.logTailBytes),
  LOG_RETENTION_MS: milliseconds(HOUR_MS, 3_650 * DAY_MS, DEFAULTS.logRetentionMs),
};

/** How to mend each of them. */
export const LIMIT_MENDS: Record<keyof typeof LIMIT_VARIABLES, string> = {
  MAX_CONCURRENCY: `Leave it out for ${DEFAULTS.maxConcurrency}.`,
  MAX_REPOSITORY_CONCURRENCY: `Leave it out for ${DEFAULTS.maxRepositoryConcurrency}.`,
  ATTEMPT_TIMEOUT_MS: 'Leave it out for 3600000, an hour.',
  STEP_TIMEOUT_MS: 'Leave it out for 1800000, half an hour.',
  IDLE_TIMEOUT_MS: 'Leave it out for 600000, ten minutes.',
  LOG_HEAD_BYTES: 'Leave it out for 2097152.',
  LOG_TAIL_BYTES: 'Leave it out for 8388608.',
  LOG_RETENTION_MS: 'Leave it out for 2592000000, thirty days.',
};

const Read = z.object(LIMIT_VARIABLES);

/** The limits among the variables that were read. */
export function limitsOf(read: z.output<typeof Read>): Limits {
  return {
    maxConcurrency: read.MAX_CONCURRENCY,
    maxRepositoryConcurrency: read.MAX_REPOSITORY_CONCURRENCY,
    attemptTimeoutMs: read.ATTEMPT_TIMEOUT_MS,
    stepTimeoutMs: read.STEP_TIMEOUT_MS,
    idleMs: read.IDLE_TIMEOUT_MS,
    logHeadBytes: read.LOG_HEAD_BYTES,
    logTailBytes: read.LOG_TAIL_BYTES,
    logRetentionMs: read.LOG_RETENTION_MS,
  };
}
