/** The calendar month in UTC in which a moment lies (`2026-11`): the period of a repository's budget. */
export function monthOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 7);
}
