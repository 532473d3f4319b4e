import { z } from 'zod';
import { EnvironmentError } from './environment_error.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { count, HttpUrl, LogLevel, milliseconds, Token } from './variable.ts';

const HOUR_MS = 3_600_000;

const MEBIBYTE = 1024 * 1024;
const DAY_MS = 24 * HOUR_MS;

/** Limits of the service where its environment says nothing. */
export const DEFAULTS = {
  /** More than one team's machines have slots, few enough for one service. */
  maxConcurrency: 256,
  maxRepositoryConcurrency: 64,
  attemptTimeoutMs: HOUR_MS,
  stepTimeoutMs: HOUR_MS / 2,
  logHeadBytes: 2 * MEBIBYTE,
  logTailBytes: 8 * MEBIBYTE,
  logRetentionMs: 30 * DAY_MS,
} as const;

/** What the service reads from its environment. */
export type ServiceEnvironment = {
  readonly databaseUrl: string;
  readonly databaseAuthToken: string | undefined;
  /** Address to listen on; only this machine unless said otherwise. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly runnerToken: string;
  readonly operatorToken: string;
  /** undefined: `POST /api/tick` is refused. */
  readonly tickSecret: string | undefined;
  readonly logLevel: LogLevel;
  readonly leaseMs: number;
  /** 0: ticks come from outside only. */
  readonly tickIntervalMs: number;
  readonly cancelGraceMs: number;
  /** The most attempts at work at once, in all and in one repository. */
  readonly maxConcurrency: number;
  readonly maxRepositoryConcurrency: number;
  /** The longest that an attempt, and one command of its setup or verification, may take where the plan says nothing. */
  readonly attemptTimeoutMs: number;
  readonly stepTimeoutMs: number;
  /** Of an attempt's output, the first and last bytes that are kept, and how long. */
  readonly logHeadBytes: number;
  readonly logTailBytes: number;
  readonly logRetentionMs: number;
};

const Schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file|https?|libsql|wss?):/, 'is neither a file: URL nor that of a libSQL server')
    .default('file:.planwright/planwright.db'),
  DATABASE_AUTH_TOKEN: Token.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is no port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is no port number')
    .default(3000),
  PUBLIC_URL: HttpUrl.optional(),
  RUNNER_TOKEN: Token,
  OPERATOR_TOKEN: Token,
  TICK_SECRET: Token.optional(),
  LOG_LEVEL: LogLevel.default('info'),
  LEASE_MS: milliseconds(500, HOUR_MS, 30_000),
  TICK_INTERVAL_MS: milliseconds(0, HOUR_MS, 1_000),
  CANCEL_GRACE_MS: milliseconds(0, HOUR_MS, 5_000),
  MAX_CONCURRENCY: count(10_000, DEFAULTS.maxConcurrency),
  MAX_REPOSITORY_CONCURRENCY: count(10_000, DEFAULTS.maxRepositoryConcurrency),
  ATTEMPT_TIMEOUT_MS: milliseconds(1_000, 7 * DAY_MS, DEFAULTS.attemptTimeoutMs),
  STEP_TIMEOUT_MS: milliseconds(1_000, 7 * DAY_MS, DEFAULTS.stepTimeoutMs),
  LOG_HEAD_BYTES: count(256 * MEBIBYTE, DEFAULTS.logHeadBytes),
  LOG_TAIL_BYTES: count(256 * MEBIBYTE, DEFAULTS.logTailBytes),
  LOG_RETENTION_MS: milliseconds(HOUR_MS, 3_650 * DAY_MS, DEFAULTS.logRetentionMs),
});

const mends: Record<keyof typeof Schema.shape, string> = {
  DATABASE_URL: 'Give for example file:/var/lib/planwright/planwright.db or https://db.example.org.',
  DATABASE_AUTH_TOKEN: 'Give the token of the libSQL server as it was issued.',
  HOST: 'Give the address to listen on, for example 0.0.0.0.',
  PORT: 'Give a number from 0 (any free port) to 65535.',
  PUBLIC_URL: 'Give the address by which people reach this service, for example https://planwright.example.org.',
  RUNNER_TOKEN: 'Choose a secret that runners prove themselves with, for example by `openssl rand -hex 32`.',
  OPERATOR_TOKEN: 'Choose another secret, for people and the command line, for example by `openssl rand -hex 32`.',
  TICK_SECRET: 'Choose a secret for whoever calls POST /api/tick, or leave it out.',
  LOG_LEVEL: 'Leave it out for info.',
  LEASE_MS: 'Leave it out for 30000.',
  TICK_INTERVAL_MS: 'Leave it out for 1000, or give 0 where a scheduler calls POST /api/tick.',
  CANCEL_GRACE_MS: 'Leave it out for 5000.',
  MAX_CONCURRENCY: `Leave it out for ${DEFAULTS.maxConcurrency}.`,
  MAX_REPOSITORY_CONCURRENCY: `Leave it out for ${DEFAULTS.maxRepositoryConcurrency}.`,
  ATTEMPT_TIMEOUT_MS: 'Leave it out for 3600000, an hour.',
  STEP_TIMEOUT_MS: 'Leave it out for 1800000, half an hour.',
  LOG_HEAD_BYTES: 'Leave it out for 2097152.',
  LOG_TAIL_BYTES: 'Leave it out for 8388608.',
  LOG_RETENTION_MS: 'Leave it out for 2592000000, thirty days.',
};

/**
 * Reads the environment of `planwright serve`.
 * @throws EnvironmentError with all problems at once
 */
export function readServiceEnvironment(variables: Variables): ServiceEnvironment {
  const read = readVariables(Schema, mends, variables);
  if (read.RUNNER_TOKEN === read.OPERATOR_TOKEN) {
    throw new EnvironmentError([
      {
        name: 'OPERATOR_TOKEN',
        what: 'is the same as RUNNER_TOKEN, so that every runner could act as an operator',
        mend: 'Choose two different secrets.',
      },
    ]);
  }
  return {
    databaseUrl: read.DATABASE_URL,
    databaseAuthToken: read.DATABASE_AUTH_TOKEN,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    runnerToken: read.RUNNER_TOKEN,
    operatorToken: read.OPERATOR_TOKEN,
    tickSecret: read.TICK_SECRET,
    logLevel: read.LOG_LEVEL,
    leaseMs: read.LEASE_MS,
    tickIntervalMs: read.TICK_INTERVAL_MS,
    cancelGraceMs: read.CANCEL_GRACE_MS,
    maxConcurrency: read.MAX_CONCURRENCY,
    maxRepositoryConcurrency: read.MAX_REPOSITORY_CONCURRENCY,
    attemptTimeoutMs: read.ATTEMPT_TIMEOUT_MS,
    stepTimeoutMs: read.STEP_TIMEOUT_MS,
    logHeadBytes: read.LOG_HEAD_BYTES,
    logTailBytes: read.LOG_TAIL_BYTES,
    logRetentionMs: read.LOG_RETENTION_MS,
  };
}
