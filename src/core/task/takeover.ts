/**
 * A task in a person's hands, or given back by one. While it is `held` nothing of it is handed out, and what waits for it waits.
 * `from` is the commit at which its branch was left to the person; null: the branch is still to be made.
 */
export type Takeover =
  | { readonly kind: 'held'; readonly by: string; readonly at: number; readonly from: string | null }
  | {
      readonly kind: 'returned';
      /** Who gave it back. */
      readonly by: string;
      /** Who had it; absent: who gave it back. */
      readonly takenBy?: string;
      readonly at: number;
      /** Number of the newest attempt by then: what it and those before left is no more than what the person started from. */
      readonly afterAttempt: number;
      /** What the person said to whoever goes on; '': nothing. */
      readonly words: string;
      /** What the person changed on the branch; null: nothing. */
      readonly change: ChangeByHand | null;
    };

/** Commits that a person made of a task in their hands, from one head of its branch to another. */
export type ChangeByHand = {
  readonly from: string;
  readonly head: string;
  /** Its commits and files, for whoever goes on; written by people. '': nobody could tell. */
  readonly summary: string;
  /** What was left to them was not verified, so that nobody was asked about what an agent may have changed in it of protected files. */
  readonly onUnverified: boolean;
};

/** What came of taking a task, for the answer to who took it. */
export type Taken = {
  /** Where its work is left. */
  readonly branch: string;
  /** Its attempt is being ended first. */
  readonly isEnding: boolean;
};

type WithTakeover = { readonly takeover: Takeover | null };

/** In whose hands the task is, or will be once its attempt has ended; null: in nobody's. */
export function heldBy({ takeover }: WithTakeover): string | null {
  return takeover?.kind === 'held' ? takeover.by : null;
}

/** Whether what attempt `number` left is on the branch that a person had since. */
export function isBeforeReturn({ takeover }: WithTakeover, number: number): boolean {
  return takeover?.kind === 'returned' && takeover.change !== null && number <= takeover.afterAttempt;
}

/** Whether the commits that people pushed are what somebody left who had the task in their hands. */
export function isLeftByHand({ takeover, pushed }: WithTakeover & { readonly pushed: string | null }): boolean {
  return takeover?.kind === 'returned' && takeover.change !== null && takeover.change.head === pushed;
}

/** Whether no attempt has begun since a person gave the task back. */
export function isGivenBack({ takeover, attempts }: WithTakeover & { readonly attempts: number }): boolean {
  return takeover?.kind === 'returned' && attempts <= takeover.afterAttempt;
}
