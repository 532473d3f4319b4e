import { copyFile, rm } from 'node:fs/promises';
import { createClient } from '@libsql/client';

/** Empties the write-ahead log into the file, so that copying the file copies the database. */
export async function settleFile(file: string): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  client.close();
}

/** Copies a settled database file. */
export async function copyDatabase(file: string, copy: string): Promise<void> {
  await removeDatabase(copy);
  await copyFile(file, copy);
}

/** Removes a closed database file with what SQLite keeps beside it. */
export async function removeDatabase(file: string): Promise<void> {
  await Promise.all(['', '-wal', '-shm'].map((ending) => rm(`${file}${ending}`, { force: true })));
}
