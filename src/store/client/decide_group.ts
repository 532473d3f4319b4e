import type { ResultSet } from '@libsql/client';
import { type DatabaseError, databaseErrorIn } from './database_error.ts';
import type { Database, Reader } from './open_database.ts';
import type { Statement } from './statement.ts';
import { CommandTooLargeError } from './write_queue_errors.ts';

/** A command in the line, with its caller. The type of its result is hidden inside. */
export type Waiting = {
  readonly name: string;
  /** How many times it was prepared so far. */
  readonly preparations: () => number;
  readonly prepare: (read: Reader) => Promise<Omit<Decided, 'waiting'>>;
  readonly reject: (error: unknown) => void;
};

/** A command that knows what to write, and how to answer once that landed. */
export type Decided = {
  readonly waiting: Waiting;
  readonly statements: readonly Statement[];
  readonly land: (results: readonly ResultSet[]) => void;
};

type Decision =
  | { readonly kind: 'decided'; readonly decided: Decided }
  | { readonly kind: 'answered' }
  | { readonly kind: 'unreachable'; readonly waiting: Waiting; readonly error: DatabaseError };

/**
 * Lets every command decide on the database as it is now. Those with nothing to write are answered, those that fail
 * by themselves are rejected.
 *
 * @returns `decided`: as many as fit into one transaction; `undecided`: those that did not fit or could not read, to
 * be prepared again; `unreachable`: why they could not read.
 */
export async function decideAll(
  context: { readonly database: Database; readonly limits: { maxStatements: number; maxStatementsAlone: number } },
  commands: readonly Waiting[],
): Promise<{ decided: Decided[]; undecided: Waiting[]; unreachable: DatabaseError | undefined }> {
  const { database, limits } = context;
  const decisions = await Promise.all(commands.map((waiting) => decide(database, limits.maxStatementsAlone, waiting)));
  const decided: Decided[] = [];
  const undecided: Waiting[] = [];
  let unreachable: DatabaseError | undefined;
  let statements = 0;
  for (const decision of decisions) {
    switch (decision.kind) {
      case 'answered':
        break;
      case 'unreachable':
        unreachable = decision.error;
        undecided.push(decision.waiting);
        break;
      case 'decided':
        statements += decision.decided.statements.length;
        if (decided.length === 0 || statements <= limits.maxStatements) decided.push(decision.decided);
        else undecided.push(decision.decided.waiting);
        break;
      default:
        decision satisfies never;
    }
  }
  return { decided, undecided, unreachable };
}

async function decide(database: Database, maxStatements: number, waiting: Waiting): Promise<Decision> {
  try {
    const { statements, land } = await waiting.prepare(database.read);
    if (statements.length > maxStatements) throw new CommandTooLargeError(waiting.name, statements.length);
    if (statements.length > 0) return { kind: 'decided', decided: { waiting, statements, land } };
    land([]);
    return { kind: 'answered' };
  } catch (thrown) {
    const error = databaseErrorIn(thrown);
    if (error?.retryable === true) return { kind: 'unreachable', waiting, error };
    waiting.reject(error ?? thrown);
    return { kind: 'answered' };
  }
}
