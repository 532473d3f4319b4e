import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../runner/process/clock.ts';
import { LeaseDeadline } from '../../../runner/worker/lease_deadline.ts';

/** A clock that stands still until it is turned. */
class HandClock implements Clock {
  #nowMs = 0;
  #timers: { atMs: number; action: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  turnTo(nowMs: number): void {
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > nowMs) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#nowMs = next.atMs;
      next.action();
    }
    this.#nowMs = nowMs;
  }
}

function watchLease(cancelGraceMs: number): { clock: HandClock; deadline: LeaseDeadline; alarms: string[] } {
  const clock = new HandClock();
  const alarms: string[] = [];
  const deadline = new LeaseDeadline(clock, cancelGraceMs, (how) => alarms.push(`${how} at ${clock.now()}`));
  return { clock, deadline, alarms };
}

describe('the deadline of a lease', () => {
  it('leaves the grace and the time to save the work', () => {
    const { clock, deadline, alarms } = watchLease(5_000);
    deadline.renew(0, 30_000);
    clock.turnTo(40_000);
    expect(alarms).toEqual(['graceful at 22000', 'immediate at 26000']);
  });

  it('takes at most two fifths of a short lease', () => {
    const { clock, deadline, alarms } = watchLease(60_000);
    deadline.renew(0, 10_000);
    clock.turnTo(20_000);
    expect(alarms).toEqual(['graceful at 6000', 'immediate at 8000']);
  });

  it('moves with each renewal, counted from when its message was sent', () => {
    const { clock, deadline, alarms } = watchLease(5_000);
    deadline.renew(0, 30_000);
    clock.turnTo(20_000);
    deadline.renew(15_000, 30_000);
    clock.turnTo(36_999);
    expect(alarms).toEqual([]);
    clock.turnTo(37_000);
    expect(alarms).toEqual(['graceful at 37000']);
  });

  it('is silent once the attempt is over', () => {
    const { clock, deadline, alarms } = watchLease(5_000);
    deadline.renew(0, 30_000);
    deadline.close();
    clock.turnTo(40_000);
    expect(alarms).toEqual([]);
  });
});
