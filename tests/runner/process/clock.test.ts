import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../runner/process/clock.ts';

const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('waits longer than a timer of Node can', () => {
  const action = vi.fn();
  systemClock.after(30 * DAY_MS, action);
  vi.advanceTimersByTime(30 * DAY_MS - 1);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledOnce();
});

it('can be called off in any of its pieces', () => {
  const action = vi.fn();
  const callOff = systemClock.after(30 * DAY_MS, action);
  vi.advanceTimersByTime(26 * DAY_MS);
  callOff();
  vi.advanceTimersByTime(30 * DAY_MS);
  expect(action).not.toHaveBeenCalled();
});
