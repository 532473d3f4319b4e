/** Bounds over all runs; each is a setting of the service. */
export type SchedulingLimits = {
  /** The most attempts at work in the whole service, and in one repository. */
  readonly serviceConcurrency: number;
  readonly repositoryConcurrency: number;
  /**
   * For how long a task that became ready is left to the runner that holds its conversation, and for how long that runner may be
   * silent meanwhile, in milliseconds.
   */
  readonly headStartMs: number;
};
