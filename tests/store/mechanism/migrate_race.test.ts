import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';

const processes = 20;
const program = join(import.meta.dirname, 'programs/migrate_database.ts');
const folder = join(import.meta.dirname, 'migrations');

/** A process that is loaded and waits; `go` lets it migrate and gives what it applied. */
async function standReady(url: string): Promise<{ go(): Promise<unknown> }> {
  const child = spawn(process.execPath, [program, url, folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaint = text(child.stderr);
  const exit = once(child, 'exit');
  await once(child.stdout, 'data');
  return {
    go: async () => {
      const answer = text(child.stdout);
      child.stdin.end('go\n');
      const [code] = await exit;
      if (code !== 0) throw new Error(await complaint);
      return JSON.parse(await answer);
    },
  };
}

describeEachDatabase('migrate from many processes', ({ url, open }) => {
  it.each([1, 2, 3])(
    'lets 20 processes start at once on a fresh database (round %i)',
    { timeout: 60_000 },
    async () => {
      const address = await url();
      const ready = await Promise.all(Array.from({ length: processes }, () => standReady(address)));
      const applied = await Promise.all(ready.map((process) => process.go()));
      expect(applied.filter((tags) => JSON.stringify(tags) !== '[]')).toEqual([
        ['0000_people', '0001_letters', '0002_rebuild_people'],
      ]);
      const database = await open();
      const { rows } = await database.writer.execute({ sql: 'SELECT name FROM people', args: [] });
      expect(rows.map((row) => row.name)).toEqual(['Ada']);
    },
  );
});
