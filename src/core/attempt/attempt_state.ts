import type { AttemptState as States } from '../../protocol/states.ts';
import { stateMachine } from '../state_machine.ts';

/** Where an attempt stands. */
export type AttemptState = States;

/** What can happen to an attempt. */
export const ATTEMPT_INPUTS = ['start', 'succeed', 'fail', 'ask', 'time_out', 'cancel', 'lose', 'revive'] as const;
/** One of them. */
export type AttemptInput = (typeof ATTEMPT_INPUTS)[number];

/** `leased → running → succeeded | failed | blocked | timed_out | canceled | lost`; `lost → running` by a late heartbeat. */
export const attemptMachine = stateMachine<AttemptState, AttemptInput>('attempt', {
  leased: { start: 'running', fail: 'failed', time_out: 'timed_out', cancel: 'canceled', lose: 'lost' },
  running: {
    succeed: 'succeeded',
    fail: 'failed',
    ask: 'blocked',
    time_out: 'timed_out',
    cancel: 'canceled',
    lose: 'lost',
  },
  succeeded: {},
  failed: {},
  blocked: {},
  timed_out: {},
  canceled: {},
  lost: { revive: 'running' },
});

/** True while a runner may report on the attempt. */
export function attemptIsLive(state: AttemptState): boolean {
  return state === 'leased' || state === 'running';
}
