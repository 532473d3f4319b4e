import type { Clock } from '../process/clock.ts';

/** The part of a lease that is kept for ending an agent and saving its work, at most. */
const LARGEST_SHARE = 0.4;

/** Time that saving the work takes beyond the grace that processes are given, in milliseconds. */
const SAVING_MS = 3_000;

/**
 * Watches over one lease. A runner that cannot renew it must have ended the agent and saved its work before somebody else
 * may begin, so the alarm comes before the lease is over, by the grace of cancelling and the time that saving takes; where
 * the lease is too short for both, processes get half of what there is.
 */
export class LeaseDeadline {
  readonly #clock: Clock;
  readonly #cancelGraceMs: number;
  readonly #onNearlyOver: (how: 'graceful' | 'immediate') => void;
  #callOff: () => void = () => {};

  /** @param onNearlyOver called when the attempt must end, and again when its processes must */
  constructor(clock: Clock, cancelGraceMs: number, onNearlyOver: (how: 'graceful' | 'immediate') => void) {
    this.#clock = clock;
    this.#cancelGraceMs = cancelGraceMs;
    this.#onNearlyOver = onNearlyOver;
  }

  /**
   * The lease was renewed.
   *
   * @param sentAtMs when the message that renewed it was sent, on the monotonic clock: the service cannot have begun to
   *   count any earlier
   */
  renew(sentAtMs: number, leaseMs: number): void {
    this.#callOff();
    const reserveMs = Math.min(leaseMs * LARGEST_SHARE, this.#cancelGraceMs + SAVING_MS);
    const alarmInMs = sentAtMs + leaseMs - reserveMs - this.#clock.now();
    this.#callOff = this.#clock.after(Math.max(0, alarmInMs), () => {
      this.#onNearlyOver('graceful');
      this.#callOff = this.#clock.after(reserveMs / 2, () => this.#onNearlyOver('immediate'));
    });
  }

  /** The attempt is over; nothing is watched any more. */
  close(): void {
    this.#callOff();
  }
}
