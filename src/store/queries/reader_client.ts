import type { Client } from '@libsql/client';
import type { Reader } from '../client/open_database.ts';

/** The connection below the query layer: drizzle's own batches take no placeholders and cannot be told to only read. */
export function readerClient(read: Reader): Client {
  if (!('$client' in read)) throw new Error('The reader has no client.');
  return read.$client as Client;
}
