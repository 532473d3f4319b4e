import { DatabaseError, type DatabaseErrorCode } from '../../store/client/database_error.ts';
import { databaseFile } from '../../store/client/database_file.ts';
import { CliError, toCliError } from '../cli_error.ts';

const MENDS: Partial<Record<DatabaseErrorCode, string>> = {
  database_refused: 'Check DATABASE_URL, DATABASE_AUTH_TOKEN, and who may write the file and its folder.',
  database_damaged: 'Restore a backup, or name another database by DATABASE_URL.',
  database_unreachable: 'See whether the server of DATABASE_URL runs, and is reached from here.',
  database_busy: 'End the other program that writes to it.',
  database_full: 'Make room on its disk.',
};

/** How to mend what the database said. */
export function mendOfDatabase({ code }: DatabaseError): string {
  return MENDS[code] ?? 'Look whether DATABASE_URL names the database that is meant.';
}

/** What a database said, with which one it is and how to mend it, for whoever starts a service; any other error as it is. */
export function withDatabase(url: string, error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const { code, exitCode, message } = toCliError(error);
  return new CliError(code, exitCode, `${placeOf(url)}: ${message} ${mendOfDatabase(error)}`);
}

/** Without the query, in which a token may stand. */
function placeOf(url: string): string {
  return databaseFile(url) ?? (URL.canParse(url) ? new URL(url).host : 'DATABASE_URL');
}
