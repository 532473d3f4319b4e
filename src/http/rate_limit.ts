/** How often something may happen for one key: `burst` times at once, and once more each `everyMs`. */
export type Rate = { readonly burst: number; readonly everyMs: number };

/** Keys that are remembered at once, so that no number of callers takes memory without end. */
const KEYS_AT_MOST = 10_000;

/**
 * Counts what happens per key, by the generic cell rate algorithm (ITU-T I.371): one number a key says until when what has
 * happened uses the rate up. It lives in this process: it protects, and nothing depends on it. Where more keys come than are
 * remembered, those that were idle longest are forgotten.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: { readonly now: () => number };
  readonly #keysAtMost: number;
  /** In the order in which they last changed. */
  readonly #usedUpTo = new Map<string, number>();

  constructor(rate: Rate, clock: { readonly now: () => number }, keysAtMost = KEYS_AT_MOST) {
    this.#rate = rate;
    this.#clock = clock;
    this.#keysAtMost = keysAtMost;
  }

  /** Counts once more. Answers 0, or where that is beyond the rate, and then is not counted, in how many milliseconds it is not. */
  take(key: string): number {
    const waitMs = this.waitMs(key);
    if (waitMs > 0) return waitMs;
    const usedUpTo = this.#from(key) + this.#rate.everyMs;
    this.#usedUpTo.delete(key);
    this.#usedUpTo.set(key, usedUpTo);
    const [idle] = this.#usedUpTo.keys();
    if (this.#usedUpTo.size > this.#keysAtMost && idle !== undefined) this.#usedUpTo.delete(idle);
    return 0;
  }

  /** In how many milliseconds it may happen once more; 0: now. */
  waitMs(key: string): number {
    const { burst, everyMs } = this.#rate;
    return Math.max(0, this.#from(key) + everyMs - burst * everyMs - this.#clock.now());
  }

  #from(key: string): number {
    const now = this.#clock.now();
    return Math.max(now, this.#usedUpTo.get(key) ?? now);
  }
}
