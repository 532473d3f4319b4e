/**
 * Why the database's schema cannot be brought to the program's.
 *
 * - `migrations_unreadable`: the folder of migrations is missing or broken; the installation is damaged.
 * - `database_newer`: a newer program has migrated this database; an older one must not touch it.
 * - `migration_changed`: a migration was edited after it had been applied here.
 * - `migration_failed`: the database refused a statement of a migration; nothing of it was applied.
 */
export type MigrationErrorCode = 'migrations_unreadable' | 'database_newer' | 'migration_changed' | 'migration_failed';

/** The schema cannot be brought to what the program needs; `code` says why. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: MigrationErrorCode;
  /** The migration it is about, where it is about one. */
  readonly migration: string | undefined;

  constructor(code: MigrationErrorCode, options: { readonly migration?: string; readonly cause?: unknown } = {}) {
    super(explanations[code], { cause: options.cause });
    this.code = code;
    this.migration = options.migration;
  }
}

const explanations: Record<MigrationErrorCode, string> = {
  migrations_unreadable: 'The folder of migrations cannot be read; install Planwright again.',
  database_newer: 'A newer Planwright has used this database; update this one.',
  migration_changed: 'A migration was changed after it had been applied to this database; restore it as it was.',
  migration_failed: 'The database refused a migration; nothing of it was applied.',
};
