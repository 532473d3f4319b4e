/** How many further attempts a task gets, and what calls for them beside a failed attempt. */
export type ReworkSettings = {
  /** Names of the checks that have to pass, in which `*` stands for anything; absent: what the branch itself demands. The same for all tasks. */
  readonly checks?: readonly string[];
  /** How many further attempts follow reviews, and how many failing checks. */
  readonly reviewAttempts?: number;
  readonly checkAttempts?: number;
  /** How many further attempts follow a failed one. */
  readonly retries?: number;
};
