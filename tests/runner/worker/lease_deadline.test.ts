import { describe, expect, it } from 'vitest';
import { LeaseDeadline } from '../../../runner/worker/lease_deadline.ts';
import { HandClock } from './hand_clock.ts';

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
