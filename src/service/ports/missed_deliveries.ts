/** What is looked for, and how far a look goes. */
export type Look = {
  /** Epoch milliseconds: what was sent before is left alone. */
  readonly since: number;
  readonly now: number;
  /** The most that is asked for again. */
  readonly atMost: number;
  readonly isKnown: (guid: string) => Promise<boolean>;
  /** Waits until what was asked for has come; false: it takes too long. */
  readonly hasCome: (guid: string) => Promise<boolean>;
  /** Once it is aborted, no page is read and nothing is asked for any more. */
  readonly stopping?: AbortSignal;
};

/** Deliveries that GitHub knows and we may have missed. */
export type MissedDeliveries = {
  /**
   * Has GitHub send again what it sent and `isKnown` does not know, the oldest first, and the next only when that has come: what people
   * wrote one after another counts in that order. Once several did not come, none is waited for any more. Answers how many were asked for, and
   * from when on others are left that were not (epoch milliseconds); null: none are. What GitHub cannot send again any more is passed over.
   * @throws what `stopping` was aborted with, where that was before all was found
   */
  readonly recover: (look: Look) => Promise<{ readonly asked: number; readonly leftSince: number | null }>;
};
