import { FailureClass } from '../../protocol/outcome.ts';
import type { Backoff } from './backoff.ts';

/** What follows a failed attempt of a class. */
export type FailurePolicy = {
  /**
   * Which bound counts the attempt: `retries` is the task's own setting, `class` a bound of this class alone,
   * `never` means that no further attempt is made, `nothing` that another always is.
   */
  readonly bound:
    | { readonly by: 'retries' }
    | { readonly by: 'class'; readonly most: number }
    /** Like `class`, for failures of the agent itself; others of the class are never tried again. */
    | { readonly by: 'class_of_agent'; readonly most: number }
    | { readonly by: 'never' }
    | { readonly by: 'nothing' };
  /** null: at once. */
  readonly backoff: Backoff | null;
  /** Where an agent goes on: at its own last commit, or afresh at the base. Commands always start afresh. */
  readonly agentStartsFrom: 'own_commit' | 'base';
  /**
   * Whether it says nothing about the work, which something else ended: the agent is told to go on where it was, and what it
   * has to mend is what the newest attempt failed of that was no interruption.
   */
  readonly isInterruption: boolean;
  /**
   * What it does to the breaker of the agent on its runner, where it is the agent itself that failed: one of several that
   * open it, or it opens at once, until the time that the model told or for a while.
   */
  readonly breaker: 'counts' | 'opens' | 'nothing';
  /**
   * Whether another of the task's agents takes over once nothing more is tried with this one, where it was the agent itself
   * that failed.
   */
  readonly otherAgent: boolean;
  /**
   * How the task ends when nothing more is tried: `quarantined` where something around it is broken, or it breaks what is
   * around it, so that a person has to look first.
   */
  readonly end: 'failed' | 'quarantined';
};

const USUAL: Backoff = { firstMs: 1_000, longestMs: 60_000 };
/** For trouble that passes by itself, and may take hours. */
const PATIENT: Backoff = { firstMs: 1_000, longestMs: 600_000 };
/**
 * The longest waits add up to over six hours, the jitter makes half of it on average; where the repository's host is away,
 * the runner waits in each attempt as well.
 */
const PATIENT_ATTEMPTS = 48;

const BY_RETRIES = { by: 'retries' } as const;
const NEVER = { by: 'never' } as const;
const PATIENTLY = { by: 'class', most: PATIENT_ATTEMPTS } as const;
/** Once more, for another runner, or for somebody who mends it. */
const ONCE_MORE = { by: 'class_of_agent', most: 1 } as const;

/** What another attempt may mend at once, and what says nothing of the agent. */
const PLAIN = {
  backoff: null,
  agentStartsFrom: 'base',
  isInterruption: false,
  breaker: 'nothing',
  otherAgent: false,
  end: 'failed',
} as const;
/** What says nothing of the work either: an agent goes on from what it had done. */
const INTERRUPTS = { ...PLAIN, agentStartsFrom: 'own_commit', isInterruption: true } as const;
/** Trouble of what is around, which no further attempt mends. */
const AROUND = { otherAgent: true, end: 'quarantined' } as const;

/** The one table of failure classes. `docs/guide.md` tells it to people. */
export const FAILURE_POLICIES: Readonly<Record<FailureClass, FailurePolicy>> = {
  transient: { ...INTERRUPTS, ...AROUND, bound: PATIENTLY, backoff: PATIENT, breaker: 'counts' },
  rate_limit: { ...INTERRUPTS, ...AROUND, bound: PATIENTLY, backoff: PATIENT, breaker: 'opens' },
  auth: { ...INTERRUPTS, ...AROUND, bound: ONCE_MORE, breaker: 'opens' },
  budget: { ...INTERRUPTS, ...AROUND, bound: ONCE_MORE, breaker: 'opens' },
  context_too_long: { ...INTERRUPTS, bound: BY_RETRIES, otherAgent: true },
  agent_error: { ...PLAIN, bound: BY_RETRIES, backoff: USUAL, otherAgent: true },
  setup: { ...PLAIN, bound: BY_RETRIES, backoff: USUAL },
  verification: { ...PLAIN, agentStartsFrom: 'own_commit', bound: BY_RETRIES },
  conflict: { ...PLAIN, bound: { by: 'class', most: 2 } },
  no_change: { ...PLAIN, bound: BY_RETRIES },
  timeout: { ...PLAIN, bound: BY_RETRIES, backoff: USUAL },
  idle: { ...INTERRUPTS, bound: BY_RETRIES, backoff: USUAL, breaker: 'counts', otherAgent: true },
  lost: { ...INTERRUPTS, bound: { by: 'class', most: 10 }, end: 'quarantined' },
  refused: { ...PLAIN, bound: NEVER, otherAgent: true },
  canceled: { ...PLAIN, bound: NEVER },
  paused: { ...INTERRUPTS, bound: { by: 'nothing' } },
  taken: { ...INTERRUPTS, bound: { by: 'nothing' } },
  rejected: { ...PLAIN, agentStartsFrom: 'own_commit', bound: { by: 'nothing' } },
  run_budget: { ...INTERRUPTS, bound: { by: 'nothing' } },
  overruled: { ...INTERRUPTS, bound: { by: 'nothing' } },
  blocked: { ...INTERRUPTS, bound: { by: 'nothing' } },
};

/** The classes of failures that say nothing about the work. */
export const INTERRUPTIONS: readonly FailureClass[] = FailureClass.options.filter(isInterruption);

/** Whether an attempt that ended so was interrupted; one without a failure was not. */
export function isInterruption(failure: FailureClass | null): boolean {
  return failure !== null && FAILURE_POLICIES[failure].isInterruption;
}

/** Further attempts that a task gets after failures that count, unless it says otherwise. */
export const DEFAULT_RETRIES = 2;

/** How often each class has ended an attempt of the task, since a person last retried it. */
export type FailureCounts = Partial<Record<FailureClass, number>>;

/** Whether failures of the class count against the task's `retries`. */
export function countsAgainstRetries(failure: FailureClass): boolean {
  return FAILURE_POLICIES[failure].bound.by === 'retries';
}

/** How many failures that the task's `retries` bounds have happened. */
export function countedFailures(counts: FailureCounts): number {
  let sum = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (countsAgainstRetries(name as FailureClass)) sum += count;
  }
  return sum;
}
