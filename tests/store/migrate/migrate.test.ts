import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../src/store/client/open_database.ts';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { describeEachDatabase } from '../../support/databases.ts';

const tags = ['0000_people', '0001_letters', '0002_rebuild_people'];

describeEachDatabase('migrate', ({ open }) => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planwright-migrations-'));
    await cp(join(import.meta.dirname, 'migrations'), folder, { recursive: true });
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Leaves only the first migrations in the journal. */
  async function keepFirst(count: number): Promise<void> {
    const path = join(folder, 'meta/_journal.json');
    const journal = JSON.parse(await readFile(path, 'utf8'));
    journal.entries.length = count;
    await writeFile(path, JSON.stringify(journal));
  }

  async function restoreJournal(): Promise<void> {
    await cp(join(import.meta.dirname, 'migrations/meta'), join(folder, 'meta'), { recursive: true });
  }

  async function count(database: Database, table: string): Promise<unknown> {
    const { rows } = await database.writer.execute({ sql: `SELECT count(*) AS count FROM ${table}`, args: [] });
    return rows[0]?.count;
  }

  it('applies everything to an empty database, and nothing a second time', async () => {
    const database = await open();
    expect(await migrate(database, folder)).toEqual({ applied: tags });
    expect(await migrate(database, folder)).toEqual({ applied: [] });
    expect(await count(database, 'people')).toBe(1);
  });

  it('applies only what is missing, and rebuilds a table without losing the rows that refer to it', async () => {
    const database = await open();
    await keepFirst(2);
    expect(await migrate(database, folder)).toEqual({ applied: tags.slice(0, 2) });
    await restoreJournal();
    expect(await migrate(database, folder)).toEqual({ applied: tags.slice(2) });
    expect(await count(database, 'letters')).toBe(1);
  });

  it('refuses a database that a newer program has migrated', async () => {
    const database = await open();
    await migrate(database, folder);
    await keepFirst(2);
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'database_newer', migration: tags[2] });
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    const database = await open();
    await keepFirst(1);
    await migrate(database, folder);
    await restoreJournal();
    await writeFile(join(folder, '0000_people.sql'), 'CREATE TABLE `people` (`id` integer);\n');
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'migration_changed', migration: tags[0] });
    await expect(count(database, 'letters')).rejects.toMatchObject({ name: 'DatabaseError' });
  });

  it('takes line ends of Windows for the same migration', async () => {
    const database = await open();
    await migrate(database, folder);
    for (const tag of tags) {
      const path = join(folder, `${tag}.sql`);
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
    }
    expect(await migrate(database, folder)).toEqual({ applied: [] });
  });

  it.each([
    [
      'an invalid statement',
      'CREATE TABLE `drafts` (`id` integer);--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);',
    ],
    [
      'a constraint',
      'CREATE TABLE `drafts` (`id` integer);--> statement-breakpoint\nINSERT INTO people (id, name) VALUES (1, NULL);',
    ],
    [
      'a reference to nothing',
      'CREATE TABLE `drafts` (`id` integer);--> statement-breakpoint\nINSERT INTO letters (id, sender) VALUES (8, 99);',
    ],
  ])('applies nothing of a migration that fails by %s', async (_, text) => {
    const database = await open();
    await keepFirst(2);
    await migrate(database, folder);
    await restoreJournal();
    await writeFile(join(folder, '0002_rebuild_people.sql'), text);
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'migration_failed', migration: tags[2] });
    await expect(count(database, 'drafts')).rejects.toMatchObject({ name: 'DatabaseError' });
    expect(await count(database, 'migrations')).toBe(2);
  });

  it('names a folder that it cannot read', async () => {
    const database = await open();
    await expect(migrate(database, join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'migrations_unreadable' });
  });
});
