import { type Client, createClient, type InStatement } from '@libsql/client';
import type { Trip } from './recorded_database.ts';

/** Bare clients on a database file, with the pragmas that the store sets. */
export type BareDatabase = { readonly write: Client; readonly read: Client };

export async function openBare(file: string): Promise<BareDatabase> {
  const write = createClient({ url: `file:${file}`, concurrency: 1 });
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    await write.execute(`PRAGMA ${pragma}`);
  }
  const read = createClient({ url: `file:${file}`, concurrency: 1 });
  await read.execute('PRAGMA query_only = ON');
  return { write, read };
}

export function closeBare({ write, read }: BareDatabase): void {
  write.close();
  read.close();
}

/** Makes the trips again, one after another, and does nothing else. Answers are left as the client gives them. */
export async function replay({ write, read }: BareDatabase, trips: readonly Trip[]): Promise<void> {
  for (const { kind, statements } of trips) {
    const [first] = statements;
    if (kind === 'write') await write.batch([...statements], 'write');
    else if (statements.length === 1 && first !== undefined) await read.execute(first);
    else await read.batch(statements as InStatement[], 'read');
  }
}
