import { v7 } from 'uuid';
import { DEFAULTS } from '../../config/service_environment.ts';
import { type App, createApp, type Tokens } from '../../http/app.ts';
import { gitForge } from '../../local/git_forge.ts';
import { type Background, startBackground } from '../../service/background.ts';
import type { Log, ServiceDependencies, ServiceSettings } from '../../service/dependencies.ts';
import { createSignals } from '../../service/signals.ts';
import { openStore } from '../../store/open_store.ts';

/** The knobs of the service that its environment sets; all else has the defaults below. */
export type ServiceKnobs = {
  readonly leaseMs: number;
  readonly tickIntervalMs: number;
  readonly cancelGraceMs: number;
  /** The most attempts at work at once, in all and in one repository. */
  readonly maxConcurrency?: number;
  readonly maxRepositoryConcurrency?: number;
  /** The longest that an attempt, and one command of its setup or verification, may take where the plan says nothing. */
  readonly attemptTimeoutMs?: number;
  readonly stepTimeoutMs?: number;
  /** What is kept of an attempt's output, and how long. */
  readonly logHeadBytes?: number;
  readonly logTailBytes?: number;
  readonly logRetentionMs?: number;
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

function settingsOf(knobs: ServiceKnobs): ServiceSettings {
  return {
    leaseMs: knobs.leaseMs,
    tickIntervalMs: knobs.tickIntervalMs,
    logRetentionMs: knobs.logRetentionMs ?? DEFAULTS.logRetentionMs,
    execution: {
      timeoutMs: knobs.attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs,
      stepTimeoutMs: knobs.stepTimeoutMs ?? DEFAULTS.stepTimeoutMs,
      cancelGraceMs: knobs.cancelGraceMs,
      logHeadBytes: knobs.logHeadBytes ?? DEFAULTS.logHeadBytes,
      logTailBytes: knobs.logTailBytes ?? DEFAULTS.logTailBytes,
    },
    scheduling: {
      serviceConcurrency: knobs.maxConcurrency ?? DEFAULTS.maxConcurrency,
      repositoryConcurrency: knobs.maxRepositoryConcurrency ?? DEFAULTS.maxRepositoryConcurrency,
    },
  };
}
