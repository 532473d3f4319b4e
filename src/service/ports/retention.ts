/** What was kept only so that it is not done twice, or to be looked at. Each drops at most `limit`, and says whether it met that. */
export type Retention = {
  /** Effects that were settled before `before`, of runs that have ended and of no run. */
  readonly pruneEffects: (before: number, limit: number) => Promise<boolean>;
  /** Those of them that were refused. */
  readonly pruneDeadEffects: (before: number, limit: number) => Promise<boolean>;
  /** How much of comments was carried out, where that was remembered before `before`. */
  readonly pruneComments: (before: number, limit: number) => Promise<boolean>;
  /** How new the news of issues were that were acted upon, where they are older than `before`. */
  readonly pruneIssues: (before: number, limit: number) => Promise<boolean>;
};
