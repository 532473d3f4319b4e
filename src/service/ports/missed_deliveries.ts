/** Deliveries that GitHub knows and we may have missed. */
export type MissedDeliveries = {
  /**
   * Has GitHub send again what it sent since `since` (epoch milliseconds) and `isKnown` does not know. Answers how many were
   * asked for, and whether that were all: only so many are at once.
   */
  readonly recover: (
    since: number,
    isKnown: (guid: string) => Promise<boolean>,
  ) => Promise<{ readonly asked: number; readonly isAll: boolean }>;
};
