import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph, anAttempt } from './records.ts';
import { storeOpener } from './store_test.ts';

const everything = { headBytes: 1_000_000, tailBytes: 1_000_000 };
const piece = (offset: number, bytes = 10) => ({ offset, bytes, deflated: Buffer.from([offset, bytes, 0, 255]) });

describeEachDatabase('logs', (databases) => {
  const open = storeOpener(databases);

  async function withAttempt() {
    const store = await open();
    const { tasks, changes } = aGraph({ a: {} });
    const attempt = anAttempt(tasks.a);
    await store.change(...changes, { kind: 'insert_attempt', attempt });
    const offsets = async (from = 0, limit = 100) =>
      (await store.log.read(attempt.id, from, limit))?.pieces.map((each) => each.offset);
    return { store, attempt, offsets };
  }

  it('keep pieces as they were given, each once', async () => {
    const { store, attempt } = await withAttempt();
    expect(await store.log.append(attempt.id, [piece(0), piece(10)], everything)).toBe(20);
    expect(
      await store.log.append(attempt.id, [{ ...piece(10), deflated: Buffer.from('other') }, piece(20)], everything),
    ).toBe(30);
    const log = await store.log.read(attempt.id, 0, 100);
    expect(log).toEqual({ pieces: [piece(0), piece(10), piece(20)], live: true });
    await store.change({ kind: 'move_attempt', attempt: attempt.id, from: 'leased', to: 'lost' });
    expect((await store.log.read(attempt.id, 0, 100))?.live).toBe(false);
  });

  it('keep nothing of an attempt that is not known', async () => {
    const { store } = await withAttempt();
    const nobody = v7();
    expect(await store.log.append(nobody, [piece(0)], everything)).toBe(0);
    expect(await store.log.read(nobody, 0, 10)).toBeNull();
    expect(await store.rows('SELECT * FROM log_chunks')).toEqual([]);
  });

  it('drop what lies wholly between the head and the tail', async () => {
    const { store, attempt, offsets } = await withAttempt();
    const keep = { headBytes: 15, tailBytes: 25 };
    const pieces = Array.from({ length: 10 }, (_, index) => piece(index * 10));
    expect(await store.log.append(attempt.id, pieces.slice(0, 5), keep)).toBe(50);
    expect(await offsets()).toEqual([0, 10, 20, 30, 40]);
    expect(await store.log.append(attempt.id, pieces.slice(5), keep)).toBe(100);
    expect(await offsets()).toEqual([0, 10, 70, 80, 90]);
    expect(await store.log.append(attempt.id, pieces, keep)).toBe(100);
    expect(await offsets()).toEqual([0, 10, 70, 80, 90]);
  });

  it('are read on from any place, some pieces at a time', async () => {
    const { store, attempt, offsets } = await withAttempt();
    await store.log.append(attempt.id, [piece(0), piece(10), piece(40), piece(50)], everything);
    expect(await offsets(0, 2)).toEqual([0, 10]);
    expect(await offsets(20)).toEqual([40, 50]);
    expect(await offsets(45)).toEqual([40, 50]);
    expect(await offsets(60)).toEqual([]);
  });

  it('and conversations are kept apart, and dropped alike', async () => {
    const { store, attempt, offsets } = await withAttempt();
    await store.conversation.append(attempt.id, [piece(0), piece(10), piece(20)], everything);
    expect(await offsets()).toEqual([]);
    expect((await store.conversation.read(attempt.id, 5, 1))?.pieces).toEqual([piece(0)]);
    expect(await store.conversation.readEnd(attempt.id, 2)).toEqual([piece(10), piece(20)]);
    expect(await store.conversation.readEnd(v7(), 2)).toEqual([]);
    await store.change({ kind: 'move_attempt', attempt: attempt.id, from: 'leased', to: 'lost', set: { endedAt: 9 } });
    expect(await store.conversation.prune(Date.now() + 60_000, 2)).toBe(true);
    expect(await store.conversation.prune(Date.now() + 60_000, 2)).toBe(false);
    expect(await store.conversation.readEnd(attempt.id, 9)).toEqual([]);
  });
});
