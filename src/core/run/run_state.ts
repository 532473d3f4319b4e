import type { RunState as States } from '../../protocol/states.ts';
import { stateMachine } from '../state_machine.ts';

/** Where a run stands. */
export type RunState = States;

/** What can happen to a run. */
export const RUN_INPUTS = [
  /** The integration branch stands at the recorded base commit. */
  'begin',
  'pause',
  'resume',
  /** Every task is in. */
  'all_in',
  /** The final pull request was merged, or there is none to merge. */
  'accept',
  /** Work came back from the final review. */
  'reopen',
  'fail',
  'quarantine',
  'cancel',
  'retry',
] as const;
/** One of them. */
export type RunInput = (typeof RUN_INPUTS)[number];

/**
 * `pending → running ⇄ paused`, `running → in_review → succeeded | running`; the three bad ends go back by `retry`. A final
 * pull request that a person merges ends a paused, failed, quarantined or canceled run well.
 */
export const runMachine = stateMachine<RunState, RunInput>('run', {
  pending: { begin: 'running', fail: 'failed', cancel: 'canceled' },
  running: { pause: 'paused', all_in: 'in_review', fail: 'failed', quarantine: 'quarantined', cancel: 'canceled' },
  paused: { resume: 'running', accept: 'succeeded', fail: 'failed', quarantine: 'quarantined', cancel: 'canceled' },
  in_review: { accept: 'succeeded', reopen: 'running', fail: 'failed', quarantine: 'quarantined', cancel: 'canceled' },
  succeeded: {},
  failed: { retry: 'running', accept: 'succeeded' },
  quarantined: { retry: 'running', accept: 'succeeded' },
  canceled: { retry: 'running', accept: 'succeeded' },
});

/** True when nothing more happens to the run by itself. */
export function runHasEnded(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'quarantined' || state === 'canceled';
}
