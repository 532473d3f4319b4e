import { z } from 'zod';
import { LIMIT_MENDS, LIMIT_VARIABLES, type Limits, limitsOf } from './limits.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { Secret } from './secrets.ts';
import { HttpUrl, LogLevel, milliseconds, Token } from './variable.ts';

const HOUR_MS = 3_600_000;

/** The database where `DATABASE_URL` names none: a file below the working directory. */
export const DEFAULT_DATABASE_URL = 'file:.planwright/planwright.db';

/** What the service reads from its environment. */
export type ServiceEnvironment = Limits & {
  readonly databaseUrl: string;
  readonly databaseAuthToken: string | undefined;
  /** Address to listen on; only this machine unless said otherwise. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  /** How many proxies stand in front, each of which tells by `X-Forwarded-For` whom it was asked by. */
  readonly trustedProxies: number;
  readonly runnerToken: string;
  readonly operatorToken: string;
  /** undefined: `POST /api/tick` is refused. */
  readonly tickSecret: string | undefined;
  readonly logLevel: LogLevel;
  readonly leaseMs: number;
  /** 0: ticks come from outside only. */
  readonly tickIntervalMs: number;
  readonly cancelGraceMs: number;
};

const Schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file|https?|libsql|wss?):/, 'is neither a file: URL nor that of a libSQL server')
    .default(DEFAULT_DATABASE_URL),
  DATABASE_AUTH_TOKEN: Token.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is no port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is no port number')
    .default(3000),
  PUBLIC_URL: HttpUrl.optional(),
  TRUSTED_PROXIES: z.string().regex(/^\d$/, 'is no number from 0 to 9').transform(Number).default(0),
  RUNNER_TOKEN: Secret,
  OPERATOR_TOKEN: Secret,
  TICK_SECRET: Secret.optional(),
  LOG_LEVEL: LogLevel.default('info'),
  LEASE_MS: milliseconds(500, HOUR_MS, 30_000),
  TICK_INTERVAL_MS: milliseconds(0, HOUR_MS, 1_000),
  CANCEL_GRACE_MS: milliseconds(0, HOUR_MS, 5_000),
  ...LIMIT_VARIABLES,
});

const mends: Record<keyof typeof Schema.shape, string> = {
  DATABASE_URL: 'Give for example file:/var/lib/planwright/planwright.db or https://db.example.org.',
  DATABASE_AUTH_TOKEN: 'Give the token of the libSQL server as it was issued.',
  HOST: 'Give the address to listen on, for example 0.0.0.0.',
  PORT: 'Give a number from 0 (any free port) to 65535.',
  PUBLIC_URL: 'Give the address by which people reach this service, for example https://planwright.example.org.',
  TRUSTED_PROXIES: 'Give how many proxies stand in front of the service, 1 for most, or leave it out for none.',
  RUNNER_TOKEN: 'Choose a secret that runners prove themselves with, for example by `openssl rand -hex 32`.',
  OPERATOR_TOKEN: 'Choose another secret, for people and the command line, for example by `openssl rand -hex 32`.',
  TICK_SECRET:
    'Choose a secret for whoever calls POST /api/tick, for example by `openssl rand -hex 32`, or leave it out.',
  LOG_LEVEL: 'Leave it out for info.',
  LEASE_MS: 'Leave it out for 30000.',
  TICK_INTERVAL_MS: 'Leave it out for 1000, or give 0 where a scheduler calls POST /api/tick.',
  CANCEL_GRACE_MS: 'Leave it out for 5000.',
  ...LIMIT_MENDS,
};

/**
 * Reads the environment of `planwright serve`.
 * @throws EnvironmentError with all problems at once
 */
export function readServiceEnvironment(variables: Variables): ServiceEnvironment {
  const read = readVariables(Schema, mends, variables);
  return {
    databaseUrl: read.DATABASE_URL,
    databaseAuthToken: read.DATABASE_AUTH_TOKEN,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    trustedProxies: read.TRUSTED_PROXIES,
    runnerToken: read.RUNNER_TOKEN,
    operatorToken: read.OPERATOR_TOKEN,
    tickSecret: read.TICK_SECRET,
    logLevel: read.LOG_LEVEL,
    leaseMs: read.LEASE_MS,
    tickIntervalMs: read.TICK_INTERVAL_MS,
    cancelGraceMs: read.CANCEL_GRACE_MS,
    ...limitsOf(read),
  };
}
