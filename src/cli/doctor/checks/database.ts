import { stat } from 'node:fs/promises';
import { counted } from '../../../core/text/counted.ts';
import { DatabaseError } from '../../../store/client/database_error.ts';
import { openDatabase } from '../../../store/client/open_database.ts';
import { defaultRetryPolicy } from '../../../store/client/retry.ts';
import { pendingMigrations } from '../../../store/migrate/migrate.ts';
import { MigrationError } from '../../../store/migrate/migration_error.ts';
import { migrationsFolder } from '../../../store/open_store.ts';
import { databaseFileOf, databaseUrlOf } from '../../client/own_database.ts';
import { mendOfDatabase } from '../../service/database_trouble.ts';
import type { Check, CheckResult } from '../check.ts';

const TIMEOUT_MS = 5_000;

/** The service's database: whether it answers and has this program's schema. One that is not there is not made. */
export const databaseCheck: Check = {
  id: 'database',
  title: 'Database',
  run: async ({ context }) => {
    const url = databaseUrlOf(context);
    const file = databaseFileOf(context);
    const isThere = file === undefined || (await stat(file).then(Boolean, () => false));
    if (!isThere) return { state: 'skipped', what: `there is none at ${file} yet; \`planwright serve\` makes it` };
    try {
      return await schemaOf(url, context.variables.DATABASE_AUTH_TOKEN?.trim());
    } catch (error) {
      if (error instanceof DatabaseError) return { state: 'fail', what: error.message, mend: mendOfDatabase(error) };
      if (error instanceof MigrationError) {
        return { state: 'fail', what: error.message, mend: 'Use the program that made it, or a newer one.' };
      }
      throw error;
    }
  },
};

async function schemaOf(url: string, token: string | undefined): Promise<CheckResult> {
  const database = await openDatabase({
    url,
    ...(token === undefined || token === '' ? {} : { authToken: token }),
    requestTimeoutMs: TIMEOUT_MS,
    retry: { ...defaultRetryPolicy, tries: 4 },
  });
  try {
    const missing = await pendingMigrations(database, migrationsFolder());
    if (missing.length === 0) return { state: 'ok', what: `${url} answers, with the schema of this version` };
    const what = `${url} answers, but ${counted(missing.length, 'change')} of the schema ${missing.length === 1 ? 'is' : 'are'} missing`;
    return {
      state: 'warn',
      what,
      mend: 'Start `planwright serve` of this version: it makes them, in one transaction.',
    };
  } finally {
    database.close();
  }
}
