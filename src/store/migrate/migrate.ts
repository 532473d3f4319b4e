import { DatabaseError } from '../client/database_error.ts';
import type { Database } from '../client/open_database.ts';
import { defaultRetryPolicy, type RetryPolicy, withRetries } from '../client/retry.ts';
import type { Statement } from '../client/statement.ts';
import { MigrationError } from './migration_error.ts';
import { type Migration, readMigrations } from './read_migrations.ts';

/** What `migrate` did. */
export type MigrateResult = {
  /** Tags of the migrations that this call applied; empty where the schema was up to date, or others were quicker. */
  readonly applied: readonly string[];
};

type Applied = { readonly tag: string; readonly hash: string };

/**
 * Brings the database to the schema of the migrations in `folder`. Any number of processes may do so at once.
 *
 * What is missing goes into one transaction, and every migration in it begins by taking its position in the table
 * `migrations`. Whoever comes second finds that position taken, loses the whole transaction, and looks again: so the
 * check and the change are one, without an interactive transaction, which a server would drop after some seconds.
 *
 * Throws a `MigrationError`, or a `DatabaseError` where the database stays locked or silent.
 */
export async function migrate(
  database: Database,
  folder: string,
  retry: RetryPolicy = defaultRetryPolicy,
): Promise<MigrateResult> {
  const migrations = await readMigrations(folder);
  // The table comes by itself and first, so that the transaction can begin with a write, which takes the lock.
  await withRetries(retry, () => database.writer.execute(createTable));
  return withRetries(retry, () => applyMissing(database, migrations));
}

async function applyMissing(database: Database, migrations: readonly Migration[]): Promise<MigrateResult> {
  for (;;) {
    const before = await readApplied(database);
    const missing = missingMigrations(migrations, before);
    if (missing.length === 0) return { applied: [] };
    try {
      await database.writer.changeSchema([...missing.flatMap(statementsOf), requireForeignKeys]);
      return { applied: missing.map((migration) => migration.tag) };
    } catch (thrown) {
      if (!(thrown instanceof DatabaseError) || thrown.retryable) throw thrown;
      // Somebody else was quicker, or the migration itself is at fault: the table tells which.
      const after = await readApplied(database);
      if (after.length === before.length) throw failureOf(missing, thrown);
    }
  }
}

/**
 * The migrations in `folder` that the database lacks. Changes nothing, and makes no table either.
 *
 * Throws a `MigrationError` where the database is not of this program, or a `DatabaseError`.
 */
export async function pendingMigrations(database: Database, folder: string): Promise<readonly Migration[]> {
  const { rows } = await database.writer.execute(countTables);
  const isNew = Number(rows[0]?.tables) === 0;
  return missingMigrations(await readMigrations(folder), isNew ? [] : await readApplied(database));
}

/** The migrations that are not applied yet, after checking that those applied are the ones we know. */
function missingMigrations(known: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  for (const [position, row] of applied.entries()) {
    const migration = known[position];
    if (migration === undefined) throw new MigrationError('database_newer', { migration: row.tag });
    if (migration.hash !== row.hash) throw new MigrationError('migration_changed', { migration: migration.tag });
  }
  return known.slice(applied.length);
}

const createTable: Statement = {
  sql: 'CREATE TABLE IF NOT EXISTS migrations (position INTEGER PRIMARY KEY NOT NULL, tag TEXT NOT NULL, hash TEXT NOT NULL)',
  args: [],
};

const countTables: Statement = {
  sql: "SELECT count(*) AS tables FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
  args: [],
};

/** Migrations run with foreign keys off; a reference that they left dangling breaks a NOT NULL here, and so the transaction. */
const requireForeignKeys: Statement = {
  sql: 'INSERT INTO migrations (tag, hash) SELECT NULL, NULL FROM pragma_foreign_key_check LIMIT 1',
  args: [],
};

function statementsOf(migration: Migration): readonly Statement[] {
  const take: Statement = {
    sql: 'INSERT INTO migrations (position, tag, hash) VALUES (?, ?, ?)',
    args: [migration.position, migration.tag, migration.hash],
  };
  return [take, ...migration.statements.map((sql) => ({ sql, args: [] }))];
}

async function readApplied(database: Database): Promise<readonly Applied[]> {
  const { rows } = await database.writer.execute({
    sql: 'SELECT tag, hash FROM migrations ORDER BY position',
    args: [],
  });
  return rows.map((row) => ({ tag: String(row.tag), hash: String(row.hash) }));
}

function failureOf(missing: readonly Migration[], error: DatabaseError): MigrationError {
  let index = error.statementIndex ?? 0;
  const failed = missing.find((migration) => {
    index -= migration.statements.length + 1;
    return index < 0;
  });
  return new MigrationError('migration_failed', { migration: (failed ?? missing.at(-1))?.tag ?? '', cause: error });
}
