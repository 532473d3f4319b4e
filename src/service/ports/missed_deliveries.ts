/** Deliveries that GitHub knows and we may have missed. */
export type MissedDeliveries = {
  /** Has GitHub send again what it sent since `since` (epoch milliseconds) and `isKnown` does not know; answers how many. */
  readonly recover: (since: number, isKnown: (guid: string) => Promise<boolean>) => Promise<number>;
};
