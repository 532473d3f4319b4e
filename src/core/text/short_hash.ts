const SHOWN_CHARACTERS = 7;

/** What of a plan's hash people see, and name when they approve it. */
export function shortHash(planHash: string): string {
  return planHash.slice(0, SHOWN_CHARACTERS);
}

/** Whether `said` names a plan: as much of its hash as people see, or more. Less is any word with a letter from a to f. */
export function isHashOf(planHash: string, said: string): boolean {
  return said.length >= SHOWN_CHARACTERS && planHash.startsWith(said);
}
