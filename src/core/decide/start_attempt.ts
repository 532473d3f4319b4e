import { attemptMachine } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import type { StartSlice } from '../slices.ts';

/**
 * The worktree of an attempt stands at a recorded base. Repeating the same report changes nothing. An attempt that a
 * heartbeat revived before it had started is running already, and starts all the same.
 */
export function startAttempt(
  { attempt, task }: StartSlice,
  input: { readonly runner: string; readonly base: string; readonly startCommit: string; readonly leaseMs: number },
  now: number,
): Decision<null> {
  const { runner, base, startCommit } = input;
  if (attempt.runner !== runner) {
    throw new Refusal('attempt_not_current', 'This attempt belongs to another runner.');
  }
  if (attempt.state === 'running' && attempt.base !== null) {
    if (attempt.base === base && attempt.startCommit === startCommit) return nothing(null);
    throw new Refusal('impossible_report', 'This attempt has already started at another commit.');
  }
  if (attempt.state !== 'leased' && attempt.state !== 'running') {
    throw new Refusal('attempt_not_current', 'This attempt was given up before it started.');
  }
  const leaseUntil = now + input.leaseMs;
  return new DecisionBuilder()
    .change({
      kind: 'move_attempt',
      attempt: attempt.id,
      from: attempt.state,
      to: attempt.state === 'leased' ? attemptMachine.next('leased', 'start') : attempt.state,
      set: { base, startCommit, startedAt: now, leaseUntil },
    })
    .event({
      run: attempt.run,
      task: task.key,
      attempt: attempt.number,
      body: { kind: 'attempt_started', base, startCommit },
    })
    .result(null);
}
