import type { TaskState as States } from '../../protocol/states.ts';
import { stateMachine } from '../state_machine.ts';

/** Where a task stands. */
export type TaskState = States;

/** What can happen to a task. */
export const TASK_INPUTS = [
  /** The last open dependency closed. */
  'dependencies_met',
  'lease',
  /** The attempt never started, or its run was paused; it does not count. */
  'give_back',
  /** It waits for a person: its attempt asked, or it may not go on without a word. */
  'ask',
  'answered',
  /** The attempt failed and another follows. */
  'await_retry',
  'retry_due',
  /** A heartbeat of an attempt that was given up but not replaced. */
  'revive',
  'attempt_succeeded',
  /** Its work is in; a person may merge its pull request also while it waits to be done anew, or after its end. */
  'merged',
  /** A person opened its pull request again, by whose closing it had failed. */
  'pull_reopened',
  /** A conflict, a review, a failing check or stale evidence calls for another attempt. */
  'rework',
  /** A person let its verified work in, or gave it back as it was verified. */
  'let_in',
  /** A person took it into their own hands. */
  'take',
  /** What the run's own verification passed is no longer what is offered. */
  'outdated',
  'fail',
  'quarantine',
  'skip',
  'cancel',
  /** Back to work at once. */
  'retry',
  /** Back to waiting for dependencies. */
  'reopen',
  /** Before it began, its box was ticked in the plan, or the plan has it no more. */
  'tick',
  'remove',
] as const;
/** One of them. */
export type TaskInput = (typeof TASK_INPUTS)[number];

/** `pending → ready → running → in_review → succeeded`, with the ways round that the inputs name. */
export const taskMachine = stateMachine<TaskState, TaskInput>('task', {
  pending: {
    dependencies_met: 'ready',
    take: 'blocked',
    skip: 'skipped',
    cancel: 'canceled',
    tick: 'succeeded',
    remove: 'canceled',
  },
  ready: {
    lease: 'running',
    revive: 'running',
    ask: 'blocked',
    take: 'blocked',
    merged: 'succeeded',
    skip: 'skipped',
    cancel: 'canceled',
    reopen: 'pending',
    tick: 'succeeded',
    remove: 'canceled',
  },
  running: {
    give_back: 'ready',
    ask: 'blocked',
    await_retry: 'retrying',
    attempt_succeeded: 'in_review',
    take: 'blocked',
    fail: 'failed',
    quarantine: 'quarantined',
    cancel: 'canceled',
  },
  blocked: {
    answered: 'ready',
    rework: 'ready',
    reopen: 'pending',
    let_in: 'in_review',
    merged: 'succeeded',
    fail: 'failed',
    skip: 'skipped',
    cancel: 'canceled',
    tick: 'succeeded',
    remove: 'canceled',
  },
  retrying: {
    retry_due: 'ready',
    revive: 'running',
    take: 'blocked',
    merged: 'succeeded',
    skip: 'skipped',
    cancel: 'canceled',
  },
  in_review: {
    ask: 'blocked',
    take: 'blocked',
    merged: 'succeeded',
    rework: 'ready',
    fail: 'failed',
    quarantine: 'quarantined',
    cancel: 'canceled',
  },
  succeeded: { outdated: 'ready', rework: 'ready' },
  failed: { merged: 'succeeded', pull_reopened: 'in_review', retry: 'ready', take: 'blocked', skip: 'skipped' },
  quarantined: { merged: 'succeeded', retry: 'ready', take: 'blocked', skip: 'skipped' },
  skipped: { retry: 'ready', reopen: 'pending', take: 'blocked', tick: 'succeeded', remove: 'canceled' },
  canceled: {
    merged: 'succeeded',
    retry: 'ready',
    reopen: 'pending',
    take: 'blocked',
    skip: 'skipped',
    tick: 'succeeded',
  },
});

/** True when the task takes no more part in the run unless a person retries it. */
export function taskHasEnded(state: TaskState): boolean {
  switch (state) {
    case 'succeeded':
    case 'failed':
    case 'quarantined':
    case 'skipped':
    case 'canceled':
      return true;
    case 'pending':
    case 'ready':
    case 'running':
    case 'blocked':
    case 'retrying':
    case 'in_review':
      return false;
    default:
      return state satisfies never;
  }
}

/** The ends of a task that did not do what was wanted: nothing more happens to it unless a person says so. */
export const ENDED_BADLY: readonly TaskState[] = ['failed', 'quarantined', 'skipped', 'canceled'];

/** Whether the task has ended without doing what was wanted. */
export function taskEndedBadly(state: TaskState): boolean {
  return ENDED_BADLY.includes(state);
}
