import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/client/open_database.ts';
import { describeEachDatabase, dropEverything } from '../../support/databases.ts';

const processes = 20;
const rounds = 3;
const program = join(import.meta.dirname, 'programs/migrate_database.ts');
const folder = join(import.meta.dirname, 'migrations');

/** A process that is loaded and migrates whatever database it is told to; many of them can so start at the same moment. */
async function standReady() {
  const child = spawn(process.execPath, [program, folder], { stdio: 'pipe' });
  const complaint = text(child.stderr);
  const exit = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(await complaint);
    return value;
  };
  await nextLine();
  return {
    migrate: async (url: string): Promise<unknown> => {
      child.stdin.write(`${url}\n`);
      return JSON.parse(await nextLine());
    },
    end: async () => {
      child.stdin.end();
      expect(await exit).toEqual([0, null]);
    },
  };
}

let ready: readonly Awaited<ReturnType<typeof standReady>>[] = [];
beforeAll(async () => {
  ready = await Promise.all(Array.from({ length: processes }, standReady));
});
afterAll(() => Promise.all(ready.map((process) => process.end())));

describeEachDatabase('migrate from many processes', ({ kind, url, open }) => {
  it('lets 20 processes start at once on a fresh database, again and again', { timeout: 60_000 }, async () => {
    const address = await url();
    for (let round = 1; round <= rounds; round += 1) {
      const fresh = kind === 'file' ? `${address}.${round}` : address;
      const applied = await Promise.all(ready.map((process) => process.migrate(fresh)));
      expect(applied.filter((tags) => JSON.stringify(tags) !== '[]')).toEqual([
        ['0000_people', '0001_letters', '0002_rebuild_people'],
      ]);
      const database = kind === 'file' ? await openDatabase({ url: fresh }) : await open();
      const { rows } = await database.writer.execute({ sql: 'SELECT name FROM people', args: [] });
      expect(rows.map((row) => row.name)).toEqual(['Ada']);
      await dropEverything(database);
      database.close();
    }
  });
});
