/** Exit codes of every command. They are part of the outside contract. */
export const EXIT = {
  done: 0,
  /** The work itself failed: a run that did not succeed, an error nobody foresaw. */
  workFailed: 1,
  /** Wrong usage, a wrong plan, a missing file or variable. */
  wrongUsage: 2,
  /** Asked for rightly, but not allowed as things stand. */
  refused: 3,
  /** The service did not answer. */
  unreachable: 4,
  interrupted: 130,
} as const;

/** One of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
