import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MigrationError } from './migration_error.ts';

/** One step of the schema, as drizzle-kit generated it. */
export type Migration = {
  /** Place in the journal, from 0. */
  readonly position: number;
  /** Name of the file without `.sql`. */
  readonly tag: string;
  /** SHA-256 of the file, in hex; line ends count as `\n`, so that a checkout on Windows has the same. */
  readonly hash: string;
  readonly statements: readonly string[];
};

const journalSchema = z.object({ entries: z.array(z.object({ idx: z.int(), tag: z.string().regex(/^[\w-]+$/) })) });

const statementBreakpoint = '--> statement-breakpoint';

/** Reads the migrations that a folder of drizzle-kit names in its journal, in order. Throws a `MigrationError`. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  try {
    const journal = journalSchema.parse(JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')));
    return await Promise.all(journal.entries.map(({ tag }, position) => readMigration(folder, tag, position)));
  } catch (cause) {
    throw new MigrationError('migrations_unreadable', { cause });
  }
}

async function readMigration(folder: string, tag: string, position: number): Promise<Migration> {
  const text = (await readFile(join(folder, `${tag}.sql`), 'utf8')).replaceAll('\r\n', '\n');
  const statements = text
    .split(statementBreakpoint)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  return { position, tag, hash: createHash('sha256').update(text).digest('hex'), statements };
}
