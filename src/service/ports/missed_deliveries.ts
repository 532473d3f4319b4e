/** What is looked for, and how far a look goes. */
export type Look = {
  /** Epoch milliseconds: what was sent before is left alone. */
  readonly since: number;
  readonly now: number;
  /** The most that is asked for again. */
  readonly atMost: number;
  readonly isKnown: (guid: string) => Promise<boolean>;
  /** Waits until what was asked for has come; false: it takes too long. */
  readonly awaitArrival: (guid: string) => Promise<boolean>;
  /** Once it is false, nothing is asked for any more but the first: each look comes further than the one before. */
  readonly hasTime: () => boolean;
  /** Once it is aborted, no page is read and nothing is asked for any more. */
  readonly stopping?: AbortSignal;
};

/** Deliveries that GitHub knows and we may have missed. */
export type MissedDeliveries = {
  /**
   * Has GitHub send again what it sent and `isKnown` does not know, the oldest first, and each once that before it has come: what people
   * wrote one after another counts in that order. Once several did not come, none is waited for any more. What GitHub cannot send again
   * any more is passed over. Answers how many were asked for, and from when on others are left that were not (epoch milliseconds); null: none are.
   * @throws what `stopping` was aborted with, where that was before all was found
   */
  readonly recover: (look: Look) => Promise<{ readonly asked: number; readonly leftSince: number | null }>;
};
