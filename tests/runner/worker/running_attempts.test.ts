import { expect, test } from 'vitest';
import { type RunningAttempt, RunningAttempts } from '../../../runner/worker/running_attempts.ts';
import type { Slot } from '../../../src/protocol/slot.ts';

function attempt(id: string, slot: Slot): RunningAttempt {
  return { slot, request: { attempt: id } } as RunningAttempt;
}

test('slots of one kind are taken by attempts of that kind alone', () => {
  const attempts = new RunningAttempts(2);
  const free = () => [attempts.free('task'), attempts.free('orchestrator')];
  expect(free()).toEqual([2, 1]);
  attempts.add(attempt('o', 'orchestrator'));
  expect(free()).toEqual([2, 0]);
  attempts.add(attempt('a', 'task'));
  attempts.add(attempt('b', 'task'));
  expect([free(), attempts.size]).toEqual([[0, 0], 3]);
  attempts.remove('o');
  expect(free()).toEqual([0, 1]);
});
