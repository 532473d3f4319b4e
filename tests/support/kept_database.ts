import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { IncomingDesk } from './incoming_desk.ts';

/** The database of a desk as it is now, which can be brought back while nobody writes in it. */
export async function keepDatabase({ folder }: Pick<IncomingDesk, 'folder'>) {
  const client = createClient({ url: `file:${join(folder, 'planwright.db')}` });
  await client.execute(`ATTACH '${join(folder, 'kept.db')}' AS kept`);
  const tables = await client.execute(`SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql IS NOT NULL`);
  const names = tables.rows.map(({ name }) => `"${String(name)}"`);
  await client.executeMultiple(
    names.map((name) => `CREATE TABLE kept.${name} AS SELECT * FROM main.${name};`).join('\n'),
  );
  const bringBack = names.map(
    (name) => `DELETE FROM main.${name}; INSERT INTO main.${name} SELECT * FROM kept.${name};`,
  );
  const differs = names
    .filter((name) => name !== '"deliveries"')
    .map(
      (name) =>
        `SELECT ${name.replaceAll('"', "'")} AS name WHERE EXISTS (SELECT * FROM main.${name} EXCEPT SELECT * FROM kept.${name}) OR EXISTS (SELECT * FROM kept.${name} EXCEPT SELECT * FROM main.${name})`,
    );
  return {
    bringBack: () =>
      client.executeMultiple(
        `PRAGMA foreign_keys = OFF; PRAGMA main.synchronous = OFF; BEGIN IMMEDIATE; ${bringBack.join('\n')} COMMIT;`,
      ),
    /** The tables but the log of deliveries that do not hold what they held. */
    changed: async () => (await client.execute(differs.join(' UNION ALL '))).rows.map(({ name }) => String(name)),
    close: () => client.close(),
  };
}
