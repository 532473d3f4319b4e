/** When ticks ran, kept so that an outage expires no lease. */
export type TickMemory = {
  /**
   * Notes a tick at `now`. Answers since when ticks have run without a gap longer than `gapMs`.
   */
  readonly noteTick: (now: number, gapMs: number) => Promise<{ readonly steadySince: number }>;
  /** The same as the last tick answered; null: there was none. */
  readonly steadySince: () => Promise<number | null>;
};
