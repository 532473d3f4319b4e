/** Where a plan came from, if people did not write it as one text. */
export type PlanOrigin = {
  /** The issues below its own are its tasks. */
  readonly fromSubIssues?: true;
  /** The orchestrator made it of what its issue says, which has no tasks itself. */
  readonly fromOrchestrator?: true;
};
