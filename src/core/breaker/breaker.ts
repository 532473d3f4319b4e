import type { FailureClass } from '../../protocol/outcome.ts';
import { stateMachine } from '../state_machine.ts';

/** Where a breaker stands. */
export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
/** One of them. */
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What can happen to a breaker. */
export const BREAKER_INPUTS = [
  /** The agent did what an agent has to; whether the work was any good is another matter. */
  'worked',
  /** The agent itself failed, in a way that may be chance. */
  'failed',
  /** The agent itself failed so that the next attempt would fail as well, or as often as is allowed. */
  'tripped',
  /** The rest is over, and one attempt is handed out to try it. */
  'probe',
  /** An attempt that is not the probe was told of a limit that lasts longer than the rest. */
  'prolonged',
] as const;
/** One of them. */
export type BreakerInput = (typeof BREAKER_INPUTS)[number];

/**
 * `closed → open → half_open → closed | open`. What was begun before a breaker opened neither closes nor reopens it: while it is
 * open or half-open, only the end of its probe moves it, and a limit that the agent's model told.
 */
export const breakerMachine = stateMachine<BreakerState, BreakerInput>('breaker', {
  closed: { worked: 'closed', failed: 'closed', tripped: 'open' },
  open: { probe: 'half_open', prolonged: 'open' },
  half_open: { worked: 'closed', failed: 'open', tripped: 'open', prolonged: 'open', probe: 'half_open' },
});

/** When a breaker opens, and for how long at first. */
export type BreakerThresholds = {
  /** So many failures one after another open it. */
  readonly failures: number;
  /** How long it rests the first time, in milliseconds; doubled with each opening that follows without a success. */
  readonly cooldownMs: number;
};

/** What holds where no settings say otherwise. */
export const DEFAULT_BREAKER: BreakerThresholds = { failures: 5, cooldownMs: 120_000 };

/** The breaker of one provider on one runner. Times are epoch milliseconds. */
export type BreakerRecord = {
  readonly runner: string;
  /** As the runner offers it. */
  readonly provider: string;
  readonly state: BreakerState;
  /** Failures one after another, while closed. */
  readonly failures: number;
  /** How often it opened since it was last closed by a success. */
  readonly openings: number;
  /** Before then nothing is tried; null: closed. */
  readonly restsUntil: number | null;
  /** Whether the agent's model itself said until when. */
  readonly isTold: boolean;
  /** The attempt that tries it; null: none does. */
  readonly probe: string | null;
  /** The newest failure that counted; null: none since the last success. */
  readonly failure: { readonly class: FailureClass; readonly message: string } | null;
  /** Counts changes; the guard of the next one. */
  readonly version: number;
};

/** A breaker that nothing happened to yet. */
export function newBreaker(runner: string, provider: string): BreakerRecord {
  return {
    runner,
    provider,
    state: 'closed',
    failures: 0,
    openings: 0,
    restsUntil: null,
    isTold: false,
    probe: null,
    failure: null,
    version: 0,
  };
}
