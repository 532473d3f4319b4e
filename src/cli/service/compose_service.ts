import { v7 } from 'uuid';
import { DEFAULT_CONCURRENCY, DEFAULT_REPOSITORY_CONCURRENCY } from '../../config/service_environment.ts';
import { type App, createApp, type Tokens } from '../../http/app.ts';
import { gitForge } from '../../local/git_forge.ts';
import { type Background, startBackground } from '../../service/background.ts';
import type { Log, ServiceDependencies, ServiceSettings } from '../../service/dependencies.ts';
import { createSignals } from '../../service/signals.ts';
import { openStore } from '../../store/open_store.ts';

const MEBIBYTE = 1024 * 1024;
const MINUTE_MS = 60_000;

/** The knobs of the service that its environment sets; all else has the defaults below. */
export type ServiceKnobs = {
  readonly leaseMs: number;
  readonly tickIntervalMs: number;
  readonly cancelGraceMs: number;
  /** The most attempts at work at once, in all and in one repository. */
  readonly maxConcurrency?: number;
  readonly maxRepositoryConcurrency?: number;
};

/** What a service is made of. */
export type ServiceParts = {
  readonly databaseUrl: string;
  readonly databaseAuthToken?: string;
  readonly knobs: ServiceKnobs;
  readonly tokens: Tokens;
  readonly version: string;
  readonly log: Log;
};

/** A service in this process, not yet listening anywhere. */
export type Service = {
  readonly app: App;
  /** Starts ticks and the sending of effects. */
  readonly startBackground: () => Background;
  /** Closes the database after what waits for it. */
  readonly close: () => Promise<void>;
};

/**
 * The composition root of the service: the one place that knows the real database, forge, clock and randomness.
 * @throws DatabaseError, MigrationError
 */
export async function composeService(parts: ServiceParts): Promise<Service> {
  const { databaseUrl: url, databaseAuthToken: authToken, version, log } = parts;
  const clock = { now: () => Date.now() };
  const store = await openStore({ url, clock, ...(authToken === undefined ? {} : { authToken }) });
  const deps: ServiceDependencies = {
    store,
    forge: gitForge,
    signals: createSignals(),
    settings: settingsOf(parts.knobs),
    process: v7(),
    version,
    clock,
    newId: () => v7(),
    random: () => Math.random(),
    log,
  };
  return {
    app: createApp(deps, parts.tokens),
    startBackground: () => startBackground(deps),
    close: () => store.close(),
  };
}

function settingsOf({ leaseMs, tickIntervalMs, cancelGraceMs, ...most }: ServiceKnobs): ServiceSettings {
  return {
    leaseMs,
    tickIntervalMs,
    execution: {
      timeoutMs: 60 * MINUTE_MS,
      stepTimeoutMs: 30 * MINUTE_MS,
      cancelGraceMs,
      logHeadBytes: 2 * MEBIBYTE,
      logTailBytes: 8 * MEBIBYTE,
    },
    scheduling: {
      serviceConcurrency: most.maxConcurrency ?? DEFAULT_CONCURRENCY,
      repositoryConcurrency: most.maxRepositoryConcurrency ?? DEFAULT_REPOSITORY_CONCURRENCY,
    },
  };
}
