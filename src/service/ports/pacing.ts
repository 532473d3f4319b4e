/** Turns for writing to GitHub, shared by all processes. */
export type Pacing = {
  /**
   * Takes the next turn of `key` (`installation:<number>`): at least `spacingMs` after the one before, and not before a block ends.
   * Answers when it is; null: it would be after `latest`, and no turn was taken.
   */
  readonly takeTurn: (key: string, now: number, spacingMs: number, latest: number) => Promise<number | null>;
  /** No turn before `until`. */
  readonly block: (key: string, until: number) => Promise<void>;
  /**
   * Takes the turn of a periodic chore; false: another process had it less than `everyMs` ago. Answers when the newest of
   * those that were completed was begun.
   */
  readonly claimChore: (
    chore: string,
    now: number,
    everyMs: number,
  ) => Promise<{ readonly due: boolean; readonly doneAt: number | null }>;
  /** Notes that the chore was completed which was begun at `at`, whether or not its turn was taken. */
  readonly completeChore: (chore: string, at: number) => Promise<void>;
  /** When the newest that was completed was begun; null: none was. */
  readonly completedAt: (chore: string) => Promise<number | null>;
  /** Notes that the chore is done as if it had been completed and begun at `at`, and lets it be begun again at once. */
  readonly interruptChore: (chore: string, at: number) => Promise<void>;
};
