import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { storeOpener } from './store_test.ts';

describeEachDatabase('schema', (databases) => {
  const open = storeOpener(databases);

  it('of a fresh database is the one in tests/store/schema.sql', async () => {
    const store = await open();
    const rows = await store.rows(`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
      AND name NOT LIKE 'libsql_%' ORDER BY tbl_name, type DESC, name`);
    const dump = `${rows.map((row) => `${String(row.sql).replace(/\s+/g, ' ')};`).join('\n')}\n`;
    // After a change of the schema and its migration: `vitest run -u tests/store/domain/schema.test.ts`.
    await expect(dump).toMatchFileSnapshot('../schema.sql');
  });

  it('is there for every process that opens the database at the same moment', async () => {
    const urls = await Promise.all([databases.url(), databases.url()]);
    expect(urls[0], 'one database').toBe(urls[1]);
    const stores = await Promise.all([open(), open(), open(), open()]);
    expect(await stores[3]?.rows('SELECT id, version FROM scheduler')).toEqual([{ id: 1, version: 0 }]);
    expect(await stores[0]?.rows('SELECT id FROM ticks')).toEqual([{ id: 1 }]);
  });
});
