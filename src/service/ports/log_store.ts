/** A piece of output as it is stored: `offset` and `bytes` count what the attempt wrote, before compression. */
export type LogPieceRecord = { readonly offset: number; readonly bytes: number; readonly deflated: Uint8Array };

/** One stream of attempts, output or conversation: stored apart from decisions, since nothing is decided on it. */
export type LogStore = {
  /**
   * Stores pieces that are new (by offset) while the attempt is known, then drops pieces that lie wholly between the
   * first `headBytes` and the last `tailBytes`. Answers how many bytes the attempt has written so far.
   */
  readonly append: (
    attempt: string,
    pieces: readonly LogPieceRecord[],
    keep: { readonly headBytes: number; readonly tailBytes: number },
  ) => Promise<number>;
  readonly read: (
    attempt: string,
    from: number,
    limit: number,
  ) => Promise<{ readonly pieces: readonly LogPieceRecord[]; readonly live: boolean } | null>;
  /** The last pieces that are stored, in order; none of an attempt that is not known. */
  readonly readEnd: (attempt: string, limit: number) => Promise<readonly LogPieceRecord[]>;
  /** Drops the output of ended attempts that were handed out before `before`, at most `limit` pieces; says whether it met the limit. */
  readonly prune: (before: number, limit: number) => Promise<boolean>;
};
