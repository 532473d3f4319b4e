/** The answer of `offer_run`. */
export type Offered = {
  readonly kind: 'offered';
  /** The final pull request; null: the integration branch holds nothing that the base has not. */
  readonly pull: number | null;
  /** No draft any more. */
  readonly ready: boolean;
  /** What became of the report that was to be committed, where one was. */
  readonly report?: ReportStanding;
};

/** What became of a report that was to be committed on the integration branch. */
export type ReportStanding =
  /** `commit` brought it; `head` is the integration branch afterwards. */
  | { readonly kind: 'committed'; readonly commit: string; readonly head: string }
  /** It cannot be committed there: say why to people. */
  | { readonly kind: 'refused'; readonly message: string };
