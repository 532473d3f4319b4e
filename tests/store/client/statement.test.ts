import { describe, expect, it } from 'vitest';
import { guardExists, guardedUpdate } from '../../../src/store/client/guard.ts';
import { bound, compile } from '../../../src/store/client/statement.ts';
import { and, drizzle, eq, integer, sql, sqliteTable, text } from '../../../src/store/drizzle.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { counterValue, createCounters, moveCounter } from './counters.ts';

const notes = sqliteTable('notes', {
  id: text('id').primaryKey(),
  tags: text('tags', { mode: 'json' }).$type<string[]>().notNull(),
  pinned: integer('pinned', { mode: 'boolean' }).notNull(),
});
const write = drizzle.mock();

describe('statement', () => {
  it('is compiled once and binds its arguments as the columns encode them', () => {
    const update = compile<{ id: string; tags: string[]; pinned: boolean }>(
      write
        .update(notes)
        .set({ tags: bound(notes.tags, 'tags'), pinned: bound(notes.pinned, 'pinned') })
        .where(and(eq(notes.id, sql.placeholder('id')), eq(notes.pinned, false))),
    );
    expect(update({ id: 'n1', tags: ['a'], pinned: true }).args).toEqual(['["a"]', 1, 'n1', 0]);
    expect(update({ id: 'n2', tags: [], pinned: false }).args).toEqual(['[]', 0, 'n2', 0]);
    expect(update({ id: 'n1', tags: [], pinned: false }).sql).toBe(
      'update "notes" set "tags" = ?, "pinned" = ? where ("notes"."id" = ? and "notes"."pinned" = ?)',
    );
  });

  it('needs a value for every placeholder', () => {
    const remove = compile<Record<string, string>>(write.delete(notes).where(eq(notes.id, sql.placeholder('id'))));
    expect(() => remove({})).toThrow('id');
  });
});

describeEachDatabase('guard', ({ open }) => {
  const insert = (name: string) => ({ sql: 'INSERT INTO counters VALUES (?, 0)', args: [name] });
  const selectZero = { sql: 'SELECT 1 FROM counters WHERE name = ? AND value = 0', args: ['a'] };

  it.each([
    ['another state', moveCounter('a', 5, 6)],
    ['no such row', moveCounter('nobody', 0, 1)],
    ['too few rows', guardedUpdate('all', { sql: 'UPDATE counters SET value = 1', args: [] }, 4)],
    ['too many rows', guardedUpdate('one', { sql: 'UPDATE counters SET value = 1', args: [] })],
    ['a row that must exist', [guardExists('a is zero', { ...selectZero, args: ['nobody'] })]],
  ])('rolls everything back: %s', async (_, statements) => {
    const database = await open();
    await createCounters(database, ['a', 'b']);
    const batch = [insert('before'), ...statements, insert('after')];
    const failed = database.writer.batch(batch);
    await expect(failed).rejects.toMatchObject({ code: 'guard_failed', statementIndex: batch.length - 2 });
    expect(await counterValue(database, 'before')).toBeUndefined();
    expect(await counterValue(database, 'a')).toBe(0);
  });

  it('lets everything land where all hold, and leaves nothing in its table', async () => {
    const database = await open();
    await createCounters(database, ['a', 'b']);
    await database.writer.batch([
      guardExists('a is zero', selectZero),
      ...guardedUpdate('both', { sql: 'UPDATE counters SET value = 3', args: [] }, 2),
      ...moveCounter('a', 3, 4),
    ]);
    expect(await counterValue(database, 'a')).toBe(4);
    const { rows } = await database.writer.execute({ sql: 'SELECT count(*) AS count FROM guards', args: [] });
    expect(rows[0]?.count).toBe(0);
  });
});
