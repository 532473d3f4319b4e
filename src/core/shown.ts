/** Something remembered of a subject: what Planwright shows there and edits in place, or what it did once. */
export type Shown = {
  /** A run's id, `comment:<repository at GitHub>:<comment>`, `review:<repository at GitHub>:<review>`, or `body:<SHA-256>` of a delivery. */
  readonly subject: string;
  /**
   * `commands`: what of a comment was carried out, and what came of it, as JSON, so that none of it is when the comment comes again.
   * `refused_start`, of a run that has ended: a further start was refused after that end, and the issue says so.
   * `answers`: which questions a comment answered, as JSON, so that they follow when it is edited.
   * `question:3`: the comment of Q3. `asked:3`: when its first comment stood there, which nothing changes any more.
   * `check:parser`: the check that says what the blocked task asks.
   * `dismissed`: a review was taken back, also where that is told before the review itself.
   * `event`: the id under which a body was acted upon, so that it is not when it comes again.
   */
  readonly what:
    | 'status'
    | 'diff'
    | 'labels'
    | 'ticks'
    | 'final_pull'
    | 'commands'
    | 'answers'
    | 'refused_start'
    | 'dismissed'
    | 'event'
    | `question:${number}`
    | `asked:${number}`
    | `check:${string}`;
  /** Id or number at GitHub, where it has one. */
  readonly number: number | null;
  /**
   * Of what is shown a digest: while it stays the same, nothing is written. `commands` and `answers`: as said there.
   * `question:…` and `check:…`: how the question or the task stood then.
   * `asked:…`: epoch milliseconds by GitHub's clock.
   * `refused_start`, `dismissed` and `event`: the id of the delivery that it was.
   */
  readonly digest: string;
};

/** The comment about edits of a run's plan, as it is to be. */
export type ShownDiff = {
  /** Without its hidden marker. */
  readonly comment: string;
  /** The edit that it shows for approval; null: none waits. */
  readonly proposal: string | null;
};
