import { expect, it } from 'vitest';
import { Cancellation } from '../../../runner/process/cancellation.ts';

it('gets more urgent and never less, and keeps its first reason', () => {
  const cancel = new Cancellation();
  cancel.graceful('first');
  expect([cancel.stopping.aborted, cancel.killing.aborted]).toEqual([true, false]);
  cancel.immediate('second');
  cancel.graceful('third');
  expect([cancel.stopping.reason, cancel.killing.reason]).toEqual(['first', 'second']);
});

it('reaches those below and not those above', () => {
  const runner = new Cancellation();
  const attempt = new Cancellation(runner);
  const command = new Cancellation(attempt);
  attempt.graceful('the task was cancelled');
  expect([runner.stopping.aborted, command.stopping.aborted]).toEqual([false, true]);
  runner.immediate('the runner stops');
  expect(command.killing.reason).toBe('the runner stops');
});
