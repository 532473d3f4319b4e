import type { BreakerThresholds } from '../core/breaker/breaker.ts';
import type { ExecutionLimits } from '../core/decide/execution_request.ts';
import type { Surroundings } from '../core/decision.ts';
import type { SchedulingLimits } from '../core/schedule/scheduling_limits.ts';
import type { Forge } from './ports/forge.ts';
import type { GitHubSide } from './ports/github_side.ts';
import type { Store } from './ports/store.ts';
import type { Signals } from './signals.ts';

/** Knobs of the service; each comes from its environment. */
export type ServiceSettings = {
  /** How long a lease lasts without a heartbeat, in milliseconds. */
  readonly leaseMs: number;
  /** How often ticks come by themselves, in milliseconds; 0: from outside. */
  readonly tickIntervalMs: number;
  /** How long the output of attempts is kept, in milliseconds. */
  readonly logRetentionMs: number;
  readonly execution: ExecutionLimits;
  readonly scheduling: SchedulingLimits;
  /** For repositories that say nothing else. */
  readonly breaker: BreakerThresholds;
};

/** Says what happened, for whoever runs the service. Messages are static; data is apart. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, data?: Record<string, unknown>) => void;

/** What every use case is given. */
export type ServiceDependencies = {
  readonly store: Store;
  readonly forge: Forge;
  /** null: no GitHub App is configured; plans come from files alone. */
  readonly github: GitHubSide | null;
  readonly signals: Signals;
  readonly settings: ServiceSettings;
  /** Names this process as the holder of effects it sends. */
  readonly process: string;
  readonly version: string;
  readonly clock: { readonly now: () => number };
  /** Resolves after so many milliseconds, or as soon as the caller gives up. */
  readonly sleep: (ms: number, givenUp?: AbortSignal) => Promise<void>;
  readonly newId: () => string;
  readonly random: () => number;
  /** Bytes that nobody can guess, for secrets. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
};

/** What a decision may need from outside, at this moment. */
export function surroundings({ clock, newId, random }: ServiceDependencies): Surroundings {
  return { now: clock.now(), newId, random };
}
