import type { Surroundings } from '../core/changes.ts';
import type { ExecutionLimits } from '../core/decide/execution_request.ts';
import type { IncomingEvent } from '../core/incoming/incoming_event.ts';
import type { SchedulingLimits } from '../core/schedule/pick_tasks.ts';
import type { Forge } from './ports/forge.ts';
import type { MissedDeliveries, People } from './ports/people.ts';
import type { Delivery, Store } from './ports/store.ts';
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
};

/** Says what happened, for whoever runs the service. Messages are static; data is apart. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, data?: Record<string, unknown>) => void;

/** What a service has of GitHub beside the forge. */
export type GitHubSide = {
  /** Whether the signature (`sha256=…`) is that of the body under the webhook secret; in constant time. */
  readonly verify: (body: string, signature: string) => Promise<boolean>;
  readonly people: People;
  readonly missed: MissedDeliveries;
  /** Reads a delivery; null where the event is none that Planwright knows. Throws for a body that is not as GitHub describes it. */
  readonly readDelivery: (delivery: Delivery) => IncomingEvent | null;
  /** Login of the App's own bot: `<slug>[bot]`. */
  readonly botLogin: string;
  readonly appSlug: string;
  /** How often missed deliveries are looked for, in milliseconds. */
  readonly deliverySweepMs: number;
};

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
  readonly newId: () => string;
  readonly random: () => number;
  readonly log: Log;
};

/** What a decision may need from outside, at this moment. */
export function surroundings({ clock, newId, random }: ServiceDependencies): Surroundings {
  return { now: clock.now(), newId, random };
}
