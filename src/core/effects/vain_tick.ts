/** What of a plan reads otherwise than what was shown before, by name. */
export type ChangedSinceShown = {
  readonly added: readonly string[];
  readonly changed: readonly { readonly id: string; readonly what: readonly string[] }[];
  readonly removed: readonly string[];
  readonly settings: readonly string[];
  /** Whether the text around the tasks reads otherwise. */
  readonly around: boolean;
};

/** A tick of a box that approved nothing, which the comment with the box says when it is shown anew. */
export type VainTick = {
  readonly by: string;
  /** `edited`: the issue did not say any more what was shown. `outdated`: nor what the plan was made of. `unseen`: what waits was not shown yet. `other`: something else waits. */
  readonly why: 'edited' | 'outdated' | 'unseen' | 'other';
  /** Who edited it, where somebody did without permission. */
  readonly editedBy: string | null;
  /** null: the comment itself says what would change. */
  readonly changed: ChangedSinceShown | null;
};
