import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { NewEffect } from '../../../src/core/changes.ts';
import type { EffectAnswer } from '../../../src/core/effects/effect.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph, START } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

const HOLD_MS = 100;

describeEachDatabase('outbox', (databases) => {
  const open = storeOpener(databases);

  async function filled(lanes: readonly string[]) {
    const store = await open();
    const { run, repository, changes } = aGraph({ a: {} });
    const effects = lanes.map(
      (lane, index): NewEffect => ({
        id: v7(),
        run: run.id,
        lane,
        effect: { kind: 'begin_run', branchPrefix: `p${index}`, base: null },
      }),
    );
    await store.write({ changes, effects });
    const ids = effects.map((effect) => effect.id);
    return { store, ids, run, repository, effects };
  }

  const claim = async (store: TestStore, owner: string, now = START) =>
    (await store.outbox.claim(owner, now, now + HOLD_MS, 10)).map((effect) => effect.id);

  const settle = (store: TestStore, effect: string, owner: string, answer: EffectAnswer = { kind: 'published' }) =>
    store.change({ kind: 'settle_effect', effect, owner, answer, at: START + 1 });

  it('gives the oldest effect of each lane, and the next one once it is settled', async () => {
    const { store, ids, effects } = await filled(['x', 'x', 'y', 'x']);
    const first = await store.outbox.claim('me', START, START + HOLD_MS, 10);
    expect(first).toEqual([effects[0], effects[2]].map((effect) => ({ ...effect, attempts: 0 })));
    expect(await claim(store, 'me')).toEqual([]);
    await settle(store, first[0]?.id ?? '', 'me');
    expect(await claim(store, 'me')).toEqual([ids[1]]);
    expect(await store.view.outbox()).toEqual({ waiting: 3, dead: [] });
  });

  it('gives an effect to one of many senders that ask at the same moment', async () => {
    const { store, ids } = await filled(['a', 'b', 'c', 'c', 'd']);
    const claims = await Promise.all(['p', 'q', 'r'].map((owner) => claim(store, owner)));
    expect(claims.flat().sort()).toEqual([ids[0], ids[1], ids[2], ids[4]].sort());
  });

  it('keeps to the bound, oldest first', async () => {
    const { store, ids } = await filled(['a', 'b', 'c']);
    const claimed = await store.outbox.claim('me', START, START + HOLD_MS, 2);
    expect(claimed.map((effect) => effect.id)).toEqual([ids[0], ids[1]]);
  });

  it('lets another sender take over when the claim is over, and the first one settles no more', async () => {
    const { store, ids } = await filled(['x', 'x']);
    expect(await claim(store, 'dead', START)).toEqual([ids[0]]);
    expect(await claim(store, 'other', START + HOLD_MS - 1)).toEqual([]);
    expect(await claim(store, 'other', START + HOLD_MS)).toEqual([ids[0]]);
    await expect(settle(store, ids[0] ?? '', 'dead')).rejects.toMatchObject({ guard: 'effect_held' });
    await settle(store, ids[0] ?? '', 'other');
    await expect(settle(store, ids[0] ?? '', 'other')).rejects.toMatchObject({ guard: 'effect_held' });
    expect(await claim(store, 'other', START + HOLD_MS)).toEqual([ids[1]]);
  });

  it('holds a lane back until the effect that was put back is due', async () => {
    const { store, ids } = await filled(['x', 'x', 'y']);
    await claim(store, 'me');
    await store.outbox.release(ids[0] ?? '', 'somebody else', START, 'not mine');
    await store.outbox.release(ids[0] ?? '', 'me', START + 50, 'no answer');
    expect(await claim(store, 'me', START + 49)).toEqual([]);
    const again = await store.outbox.claim('me', START + 50, START + 150, 10);
    expect(again.map(({ id, attempts }) => [id, attempts])).toEqual([[ids[0], 1]]);
    expect(await store.rows('SELECT error FROM outbox WHERE position = 1')).toEqual([{ error: 'no answer' }]);
  });

  it('goes on behind an effect that was refused, and shows why', async () => {
    const { store, ids, run, effects, repository } = await filled(['x', 'x']);
    await claim(store, 'me');
    expect(await store.read.effectSlice(ids[0] ?? '')).toEqual({
      effect: { ...effects[0], attempts: 0 },
      run,
      repository,
    });
    await settle(store, ids[0] ?? '', 'me', { kind: 'refused', message: 'No such repository.' });
    expect(await store.read.effectSlice(ids[0] ?? '')).toBeNull();
    expect(await claim(store, 'me')).toEqual([ids[1]]);
    expect(await store.view.outbox()).toEqual({
      waiting: 1,
      dead: [{ run: run.id, kind: 'begin_run', message: 'No such repository.' }],
    });
  });

  it('looks without a transaction when there is nothing to send', async () => {
    const { store } = await filled(['x']);
    await claim(store, 'me');
    store.transactions.length = 0;
    await claim(store, 'me');
    expect(store.transactions).toEqual([]);
  });
});
