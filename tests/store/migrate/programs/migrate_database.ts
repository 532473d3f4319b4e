/** Says that it is loaded; then, for each database URL that comes as a line, migrates it and prints what it applied as JSON. */
import { createInterface } from 'node:readline';
import { openDatabase } from '../../../../src/store/client/open_database.ts';
import { migrate } from '../../../../src/store/migrate/migrate.ts';

const [folder = ''] = process.argv.slice(2);
process.stdout.write('loaded\n');
for await (const url of createInterface({ input: process.stdin })) {
  const database = await openDatabase({ url });
  const { applied } = await migrate(database, folder);
  database.close();
  process.stdout.write(`${JSON.stringify(applied)}\n`);
}
