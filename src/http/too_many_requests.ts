import { Refusal } from '../core/refusal.ts';

/** A request beyond a rate. */
export class TooManyRequests extends Refusal {
  /** When to come again, in whole seconds, as `Retry-After` has them. */
  readonly retryAfterS: number;

  constructor(what: string, waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    super('too_many_requests', `${what} Try again in ${seconds} s.`);
    this.retryAfterS = seconds;
  }
}
