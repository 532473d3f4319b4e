/** Opens the database, waits for a line so that all start at once, migrates, and prints what it applied as JSON. */
import { once } from 'node:events';
import { openDatabase } from '../../../../src/store/client/open_database.ts';
import { migrate } from '../../../../src/store/migrate/migrate.ts';

const [url = '', folder = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const database = await openDatabase({ url });
const { applied } = await migrate(database, folder);
database.close();
process.stdout.write(`${JSON.stringify(applied)}\n`);
process.exit(0);
