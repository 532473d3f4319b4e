import type { ResultSet } from '@libsql/client';
import type { Reader } from './open_database.ts';
import type { Statement } from './statement.ts';

/** One change of state: it reads its slice, decides, and says what to write. */
export type Command<T> = {
  /** For logs and errors, e.g. `finish_attempt`. */
  readonly name: string;
  /**
   * Loads what the decision needs and decides. Called anew whenever an earlier decision did not land, or may have
   * landed without our hearing of it: so it must find its own work done and then give the same result with no
   * statements. It changes nothing itself.
   */
  readonly prepare: (read: Reader) => Promise<Prepared<T>>;
};

/** A decision: the statements that carry it out, guarded by what it relied on, and what to answer once they landed. */
export type Prepared<T> = { readonly statements: readonly Statement[]; readonly result: T };

/** A command that was committed, or that had nothing to write. */
export type Landed<T> = {
  readonly result: T;
  /** What the database answered to each of the statements, in their order. */
  readonly results: readonly ResultSet[];
  /** How many times it was prepared. */
  readonly preparations: number;
};
