import { backoffMs } from '../../core/retry/backoff.ts';
import { type DatabaseError, toDatabaseError } from './database_error.ts';
import { type Decided, decideAll, type Waiting } from './decide_group.ts';
import type { Database } from './open_database.ts';
import type { RetryPolicy } from './retry.ts';
import { ConflictError } from './write_queue_errors.ts';

/** Bounds of a group of commands. */
export type GroupLimits = {
  /** The most commands in one transaction. */
  readonly maxCommands: number;
  /** The most statements in a transaction that several commands share. */
  readonly maxStatements: number;
  /** The most statements of one command; above `maxStatements` it has a transaction to itself. */
  readonly maxStatementsAlone: number;
  /** How many collisions one group may have before its commands go one by one. */
  readonly maxCollisions: number;
  /** How many times one command by itself may fail its guard before it is rejected with a `ConflictError`. */
  readonly maxTriesAlone: number;
};

/** One transaction that was tried. */
export type TransactionReport = {
  readonly commands: readonly string[];
  readonly statements: number;
  /** `committed`, or why not. */
  readonly outcome: 'committed' | DatabaseError['code'];
};

/** Where groups are committed. */
export type GroupContext = {
  readonly database: Database;
  readonly retry: RetryPolicy;
  readonly limits: GroupLimits;
  readonly onTransaction: (report: TransactionReport) => void;
};

/**
 * Commits a group of commands in as few transactions as it can, and answers or rejects each. Never throws.
 *
 * All of them decide on the same snapshot and are sent as one transaction. Two that touch the same rows collide: the
 * guard of the later one fails, and nothing lands. The commands before it are then sent again as they are, and it and
 * those after it decide anew on what was left. After a few collisions, or any other failure, each goes alone, in order,
 * so that a faulty command fails only itself.
 *
 * A busy or silent database is tried again a bounded number of times, always with decisions made anew. An answer lost on
 * its way may hide a commit; deciding again is safe then, because a command prepared after that commit sees it and
 * writes nothing, and one that does not see it is stopped by its guard.
 */
export async function commitGroup(context: GroupContext, group: readonly Waiting[]): Promise<void> {
  const { limits, retry } = context;
  let open = [...group];
  let collisions = 0;
  let oneByOne = false;
  let triesAlone = 0;
  let failures = 0;

  while (open.length > 0) {
    const { decided, unreachable, undecided } = await decideAll(context, oneByOne ? open.slice(0, 1) : open);
    const later = oneByOne ? open.slice(1) : [];
    const error = unreachable ?? (await commit(context, decided));
    if (error === undefined) {
      open = [...undecided, ...later];
      failures = 0;
      triesAlone = 0;
      continue;
    }
    open = [...decided.map((entry) => entry.waiting), ...undecided, ...later];
    if (error.retryable) {
      failures += 1;
      if (failures >= retry.tries) return rejectAll(open, error);
      await retry.sleep(backoffMs(retry.backoff, failures, retry.random()));
    } else if (decided.length > 1) {
      collisions += 1;
      const landed = error.code === 'guard_failed' ? await commitBefore(context, decided, error) : 0;
      open = open.slice(landed);
      oneByOne = error.code !== 'guard_failed' || collisions >= limits.maxCollisions;
    } else {
      triesAlone += 1;
      if (error.code === 'guard_failed' && triesAlone < limits.maxTriesAlone) continue;
      const [failed, ...others] = open;
      failed?.reject(error.code === 'guard_failed' ? conflictOf(failed, decided[0], error) : error);
      open = others;
      triesAlone = 0;
    }
  }
}

/** Sends the decisions as one transaction and answers their callers; gives the error where it did not land. */
async function commit(context: GroupContext, decided: readonly Decided[]): Promise<DatabaseError | undefined> {
  if (decided.length === 0) return undefined;
  const statements = decided.flatMap((entry) => entry.statements);
  const sent = await context.database.writer.batch(statements).then(
    (results) => ({ results, error: undefined }),
    (thrown: unknown) => ({ results: [], error: toDatabaseError(thrown) }),
  );
  const commands = decided.map((entry) => entry.waiting.name);
  context.onTransaction({ commands, statements: statements.length, outcome: sent.error?.code ?? 'committed' });
  if (sent.error !== undefined) return sent.error;
  let first = 0;
  for (const entry of decided) {
    entry.land(sent.results.slice(first, first + entry.statements.length));
    first += entry.statements.length;
  }
  return undefined;
}

/** Commits the decisions before the one whose guard failed, and says how many landed. */
async function commitBefore(context: GroupContext, decided: readonly Decided[], error: DatabaseError): Promise<number> {
  let index = error.statementIndex ?? -1;
  const failed = decided.findIndex((entry) => {
    index -= entry.statements.length;
    return index < 0;
  });
  const before = decided.slice(0, Math.max(failed, 0));
  return (await commit(context, before)) === undefined ? before.length : 0;
}

function conflictOf(waiting: Waiting, decided: Decided | undefined, error: DatabaseError): ConflictError {
  const guard = error.statementIndex === undefined ? undefined : decided?.statements[error.statementIndex]?.guard;
  return new ConflictError({ command: waiting.name, guard, preparations: waiting.preparations(), cause: error });
}

function rejectAll(open: readonly Waiting[], error: DatabaseError): void {
  for (const waiting of open) waiting.reject(error);
}
