/** Stable codes of errors that say nothing about what was asked for: GitHub or the database are in trouble, or said no. */
const PASSING: ReadonlySet<unknown> = new Set([
  'github_unreachable',
  'github_no_access',
  'github_refusal',
  'changed_meanwhile',
  'integration_moves',
  'repository_moved',
  'conflict',
  'overloaded',
  'queue_closed',
  'database_busy',
  'database_unreachable',
  'database_full',
  'database_refused',
  'database_damaged',
  'database_closed',
  'database_failed',
  'too_slow',
]);

/** Whether an error is one that passes, by itself or when people mend what it names: trying again later is right then. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && PASSING.has(error.code);
}
