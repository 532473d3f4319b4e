import { DEFAULTS } from '../../config/limits.ts';
import { DEFAULT_BREAKER } from '../../core/breaker/breaker.ts';
import type { ServiceSettings } from '../../service/dependencies.ts';

/** The knobs of the service that its environment sets; what is left out has its default. */
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
  /** How long an agent may make no progress. */
  readonly idleMs?: number;
  /** What is kept of an attempt's output, and how long. */
  readonly logHeadBytes?: number;
  readonly logTailBytes?: number;
  readonly logRetentionMs?: number;
};

/** What the use cases go by. */
export function settingsOf(knobs: ServiceKnobs): ServiceSettings {
  return {
    leaseMs: knobs.leaseMs,
    tickIntervalMs: knobs.tickIntervalMs,
    logRetentionMs: knobs.logRetentionMs ?? DEFAULTS.logRetentionMs,
    execution: {
      timeoutMs: knobs.attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs,
      stepTimeoutMs: knobs.stepTimeoutMs ?? DEFAULTS.stepTimeoutMs,
      idleMs: knobs.idleMs ?? DEFAULTS.idleMs,
      askWaitMs: DEFAULTS.askWaitMs,
      cancelGraceMs: knobs.cancelGraceMs,
      logHeadBytes: knobs.logHeadBytes ?? DEFAULTS.logHeadBytes,
      logTailBytes: knobs.logTailBytes ?? DEFAULTS.logTailBytes,
    },
    scheduling: {
      serviceConcurrency: knobs.maxConcurrency ?? DEFAULTS.maxConcurrency,
      repositoryConcurrency: knobs.maxRepositoryConcurrency ?? DEFAULTS.maxRepositoryConcurrency,
      headStartMs: knobs.leaseMs,
    },
    breaker: DEFAULT_BREAKER,
  };
}
