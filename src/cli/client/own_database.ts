import { DEFAULT_DATABASE_URL } from '../../config/service_environment.ts';
import { databaseFile, isInMemory } from '../../store/client/database_file.ts';
import type { CliContext } from '../cli_context.ts';

/** The database of the service that is started here, whatever else of its environment is missing. */
export function databaseUrlOf({ variables }: CliContext): string {
  const named = variables.DATABASE_URL?.trim();
  return named === undefined || named === '' ? DEFAULT_DATABASE_URL : named;
}

/** Its file; undefined: it is on a server, or in memory. */
export function databaseFileOf(context: CliContext): string | undefined {
  const url = databaseUrlOf(context);
  return isInMemory(url) ? undefined : databaseFile(url);
}
