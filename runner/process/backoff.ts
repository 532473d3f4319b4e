const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/**
 * Waits that double up to ten seconds unless another longest is given, each with full jitter over its upper half, so that
 * runners do not come in step.
 */
export class Backoff {
  readonly #random: () => number;
  readonly #longestMs: number;
  #nextMs = FIRST_MS;

  /** @param random draws from [0, 1) */
  constructor(random: () => number, longestMs = LONGEST_MS) {
    this.#random = random;
    this.#longestMs = longestMs;
  }

  /** The next wait in milliseconds. */
  nextMs(): number {
    const base = this.#nextMs;
    this.#nextMs = Math.min(this.#longestMs, base * 2);
    return base / 2 + (this.#random() * base) / 2;
  }

  /** After a success the next failure waits shortly again. */
  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}
