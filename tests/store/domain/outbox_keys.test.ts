import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { NewEffect } from '../../../src/core/effects/new_effect.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, START } from './records.ts';
import type { WritableStore } from './store_test.ts';

const HOLD_MS = 100;

describeEachStore('effects of one key', (open) => {
  async function begun() {
    const store = await open();
    const { run, changes } = aGraph({ a: {} });
    await store.change(...changes);
    const show = (delayMs = 0, key = 'show'): NewEffect => ({
      id: v7(),
      run: run.id,
      lane: key,
      key,
      delayMs,
      effect: { kind: 'show_run' },
    });
    const add = async (...effects: readonly NewEffect[]) => {
      await store.write({ effects });
      return effects.map(({ id }) => id);
    };
    return { store, show, add };
  }

  const claim = async (store: WritableStore, now: number) =>
    (await store.outbox.claim('me', now, now + HOLD_MS, 10)).map(({ id }) => id);
  const waiting = async (store: WritableStore) => (await store.view.outbox()).waiting;
  const settle = (store: WritableStore, effect: string) =>
    store.change({ kind: 'settle_effect', effect, owner: 'me', answer: { kind: 'done' }, at: START });

  it('are one while it waits, also within one command', async () => {
    const { store, show, add } = await begun();
    const [first] = await add(show(), show());
    await add(show());
    expect(await waiting(store)).toBe(1);
    expect(await claim(store, START)).toEqual([first]);
  });

  it('are two while one is being sent, since that one may have read what was before; and never three', async () => {
    const { store, show, add } = await begun();
    const [first = ''] = await add(show());
    expect(await claim(store, START)).toEqual([first]);
    const [second = ''] = await add(show());
    await add(show());
    expect(await waiting(store)).toBe(2);
    expect(await claim(store, START)).toEqual([]);
    await settle(store, first);
    expect(await claim(store, START)).toEqual([second]);
  });

  it('are two also when the claim of the one is over: its sender may still be at work', async () => {
    const { store, show, add } = await begun();
    await add(show());
    await claim(store, START);
    store.clock.time = START + HOLD_MS + 1;
    await add(show());
    expect(await waiting(store)).toBe(2);
  });

  it('are one again when that one was put back, and begin anew when it was settled', async () => {
    const { store, show, add } = await begun();
    const [first = ''] = await add(show());
    await claim(store, START);
    await store.outbox.release(first, 'me', START, null);
    await add(show());
    expect(await waiting(store)).toBe(1);
    await claim(store, START);
    await settle(store, first);
    const [next] = await add(show());
    expect(await claim(store, START)).toEqual([next]);
  });

  it('are due when the first of them would be', async () => {
    const { store, show, add } = await begun();
    const [first] = await add(show(500));
    await add(show(200));
    await add(show(900));
    expect(await claim(store, START + 199)).toEqual([]);
    expect(await claim(store, START + 200)).toEqual([first]);
  });

  it('do not keep those of other keys, or without one, from waiting', async () => {
    const { store, show, add } = await begun();
    const { key: _, ...plain } = show();
    await add(show(), show(0, 'other'), plain, { ...plain, id: v7() });
    expect(await waiting(store)).toBe(4);
  });

  it('are one when many commands add them at the same moment', async () => {
    const { store, show } = await begun();
    const other = await open();
    await Promise.all([store, other, store, other].map((each) => each.write({ effects: [show()] })));
    expect(await waiting(store)).toBe(1);
  });
});
