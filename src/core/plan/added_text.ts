/** The instructions that a plan gives beside an issue's own, and how many criteria; both stand behind those of the issue. */
export type AddedText = { readonly instructions: string; readonly criteria: number };

/** What a task has of an issue. */
export type OfIssue = {
  /** The number of the issue that it is, or whose end it waits for; absent: it stands in the plan alone. */
  readonly issue?: number;
  /** What the plan adds to what that issue says; absent: nothing. */
  readonly added?: AddedText;
};
