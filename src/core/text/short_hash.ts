/** What of a plan's hash people see, and name when they approve it. */
export function shortHash(planHash: string): string {
  return planHash.slice(0, 7);
}
