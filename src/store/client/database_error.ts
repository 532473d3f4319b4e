import { errorMessage } from '../../text/error_message.ts';
import { LibsqlError } from '../drizzle.ts';

/**
 * What went wrong at the database, in Planwright's words.
 *
 * - `database_busy`: somebody else holds the write lock; nothing landed.
 * - `database_unreachable`: the server did not answer; what was sent **may have landed**.
 * - `database_full`: no room on the disk, or a page limit; nothing landed.
 * - `guard_failed`: a constraint did not hold, so the whole batch was rolled back.
 * - `statement_invalid`: the program sent what the database cannot execute (a mistake of ours).
 * - `database_refused`: no permission, a wrong token, or a file that cannot be opened or written.
 * - `database_damaged`: the file is no database, is corrupt, or cannot be read from its disk.
 * - `database_closed`: used after `close()`.
 * - `database_failed`: anything else.
 */
export type DatabaseErrorCode =
  | 'database_busy'
  | 'database_unreachable'
  | 'database_full'
  | 'guard_failed'
  | 'statement_invalid'
  | 'database_refused'
  | 'database_damaged'
  | 'database_closed'
  | 'database_failed';

/** A failure of the database, whichever client it came through. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  /** True where the same command may succeed a moment later without anybody doing anything. */
  readonly retryable: boolean;
  /** Position of the statement that failed in its batch, where the database told. */
  readonly statementIndex: number | undefined;

  constructor(code: DatabaseErrorCode, options: { readonly cause: unknown; readonly statementIndex?: number }) {
    super(`${explanations[code]} (${errorMessage(options.cause)})`, { cause: options.cause });
    this.code = code;
    this.retryable = code === 'database_busy' || code === 'database_unreachable';
    this.statementIndex = options.statementIndex;
  }
}

const explanations: Record<DatabaseErrorCode, string> = {
  database_busy: 'The database is locked by another writer.',
  database_unreachable: 'The database server did not answer.',
  database_full: 'The database has no room left.',
  guard_failed: 'A guard did not hold, so nothing was written.',
  statement_invalid: 'The database cannot execute this statement.',
  database_refused: 'The database refused access.',
  database_damaged: 'The database cannot be read.',
  database_closed: 'The database was closed.',
  database_failed: 'The database failed.',
};

/** The `code` of a LibsqlError, of the embedded client and of a server alike, to ours. */
const codes: Readonly<Record<string, DatabaseErrorCode>> = {
  SQLITE_BUSY: 'database_busy',
  SQLITE_LOCKED: 'database_busy',
  SQLITE_PROTOCOL: 'database_busy',
  SQLITE_FULL: 'database_full',
  SQLITE_CONSTRAINT: 'guard_failed',
  SQLITE_ERROR: 'statement_invalid',
  SQLITE_MISMATCH: 'statement_invalid',
  SQLITE_MISUSE: 'statement_invalid',
  SQLITE_RANGE: 'statement_invalid',
  SQLITE_TOOBIG: 'statement_invalid',
  SQL_PARSE_ERROR: 'statement_invalid',
  ARGS_INVALID: 'statement_invalid',
  SQLITE_AUTH: 'database_refused',
  SQLITE_CANTOPEN: 'database_refused',
  SQLITE_PERM: 'database_refused',
  SQLITE_READONLY: 'database_refused',
  URL_INVALID: 'database_refused',
  URL_SCHEME_NOT_SUPPORTED: 'database_refused',
  URL_PARAM_NOT_SUPPORTED: 'database_refused',
  SQLITE_CORRUPT: 'database_damaged',
  SQLITE_IOERR: 'database_damaged',
  SQLITE_NOTADB: 'database_damaged',
  CLIENT_CLOSED: 'database_closed',
  HRANA_CLOSED_ERROR: 'database_unreachable',
  HRANA_PROTO_ERROR: 'database_unreachable',
  HRANA_WEBSOCKET_ERROR: 'database_unreachable',
};

/**
 * Gives the {@link DatabaseError} in whatever the client or drizzle threw, or undefined where the error does not come
 * from the database (a mistake in the caller's own code, say).
 */
export function databaseErrorIn(thrown: unknown): DatabaseError | undefined {
  if (thrown instanceof DatabaseError) return thrown;
  if (thrown instanceof LibsqlError) return fromLibsql(thrown);
  if (isLostConnection(thrown)) return new DatabaseError('database_unreachable', { cause: thrown });
  // Drizzle wraps what the client threw.
  if (thrown instanceof Error && thrown.name === 'DrizzleQueryError') return databaseErrorIn(thrown.cause);
  if (thrown instanceof Error && thrown.message.startsWith('Failed query:')) return databaseErrorIn(thrown.cause);
  return undefined;
}

/** Like {@link databaseErrorIn} for what a call of the client threw: there, every error is the database's. */
export function toDatabaseError(thrown: unknown): DatabaseError {
  const known = databaseErrorIn(thrown);
  if (known !== undefined) return known;
  // The client checks arguments before it sends them: `undefined` and infinite numbers come back as these.
  const code = thrown instanceof TypeError || thrown instanceof RangeError ? 'statement_invalid' : 'database_failed';
  return new DatabaseError(code, { cause: thrown });
}

function fromLibsql(error: LibsqlError): DatabaseError {
  const index =
    'statementIndex' in error && typeof error.statementIndex === 'number' ? error.statementIndex : undefined;
  const code = error.code === 'SERVER_ERROR' ? codeOfHttpStatus(error.cause) : (codes[error.code] ?? 'database_failed');
  return new DatabaseError(code, { cause: error, ...(index === undefined ? {} : { statementIndex: index }) });
}

function codeOfHttpStatus(cause: unknown): DatabaseErrorCode {
  const status = cause instanceof Error && 'status' in cause ? Number(cause.status) : 0;
  if (status >= 500 || status === 408 || status === 429) return 'database_unreachable';
  if (status === 401 || status === 403) return 'database_refused';
  return 'database_failed';
}

/** What `fetch` throws when no answer came: refused, reset, no such host, or over its time. */
function isLostConnection(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === 'TimeoutError' || thrown.name === 'AbortError') return true;
  return thrown instanceof TypeError && (thrown.message === 'fetch failed' || thrown.message === 'terminated');
}
