import { expect, it } from 'vitest';
import { describeEachStore } from './each_store.ts';
import { START } from './records.ts';
import type { WritableStore } from './store_test.ts';

const HOLD_MS = 100;

describeEachStore('deliveries', (open) => {
  async function filled(count: number) {
    const store = await open();
    for (let index = 0; index < count; index++) {
      await store.deliveries.add({ id: `d${index}`, event: 'issues', body: `{"n":${index}}`, lane: null }, START);
    }
    return store;
  }
  const claim = async (store: WritableStore, owner: string, now = START) =>
    (await store.deliveries.claim(owner, now, now + HOLD_MS, 10)).map(({ id }) => id);
  const settle = (store: WritableStore, delivery: string, owner: string) =>
    store.change({ kind: 'settle_delivery', delivery, owner, state: 'done', note: 'A run began.', at: START });

  it('are kept as they came, once: what is sent twice is known', async () => {
    const store = await open();
    const body = String.raw`{"accent":"é","emoji":"😀","nul":"\u0000","half":"\ud83d"}`;
    const delivery = { id: 'd1', event: 'issues', body, lane: null };
    expect(await store.deliveries.isKnown('d1')).toBe(false);
    expect(await store.deliveries.add(delivery, START)).toBe(true);
    expect(await store.deliveries.add({ ...delivery, body: 'another' }, START + 1)).toBe(false);
    expect(await store.deliveries.isKnown('d1')).toBe(true);
    expect(await store.deliveries.claim('me', START, START + HOLD_MS, 10)).toEqual([
      { id: 'd1', event: 'issues', body, lane: null, attempts: 0, receivedAt: START },
    ]);
  });

  it('are new to one of two processes that are given the same', async () => {
    const stores = [await open(), await open()];
    const answers = await Promise.all(
      stores.map((store) => store.deliveries.add({ id: 'd1', event: 'push', body: '{}', lane: null }, START)),
    );
    expect(answers.sort()).toEqual([false, true]);
  });

  it('are processed in the order they came, by one process', async () => {
    const store = await filled(4);
    expect((await store.deliveries.claim('a', START, START + HOLD_MS, 2)).map(({ id }) => id)).toEqual(['d0', 'd1']);
    const claims = await Promise.all([claim(store, 'b'), claim(await open(), 'c')]);
    expect(claims.flat()).toEqual(['d2', 'd3']);
    expect(await claim(store, 'a')).toEqual([]);
  });

  it('are taken over when the claim is over, and a stranger settles nothing', async () => {
    const store = await filled(1);
    await claim(store, 'dead');
    expect(await claim(store, 'other', START + HOLD_MS - 1)).toEqual([]);
    expect(await claim(store, 'other', START + HOLD_MS)).toEqual(['d0']);
    await expect(settle(store, 'd0', 'dead')).rejects.toMatchObject({ guard: 'delivery_held' });
    await settle(store, 'd0', 'other');
    await expect(settle(store, 'd0', 'other')).rejects.toMatchObject({ guard: 'delivery_held' });
    expect(await claim(store, 'other', START + 2 * HOLD_MS)).toEqual([]);
    expect(await store.deliveries.isKnown('d0')).toBe(true);
  });

  it('are settled together with what was decided, or not at all', async () => {
    const store = await filled(1);
    await claim(store, 'me');
    const decide = (owner: string) =>
      store.change(
        { kind: 'note_issue', repository: 'r', issue: 1, updatedAt: START },
        { kind: 'settle_delivery', delivery: 'd0', owner, state: 'ignored', note: 'None of ours.', at: START },
      );
    await expect(decide('stranger')).rejects.toMatchObject({ guard: 'delivery_held' });
    expect(await store.read.issueSeenAt('r', 1)).toBeNull();
    await decide('me');
    expect(await store.read.issueSeenAt('r', 1)).toBe(START);
  });

  it('come again after a failure when they are due, and count it; others do not wait for them', async () => {
    const store = await filled(2);
    await claim(store, 'me');
    await store.deliveries.release('d0', 'somebody else', { dueAt: START, error: 'not mine', counts: true });
    await store.deliveries.release('d0', 'me', { dueAt: START + 50, error: 'It broke.', counts: true });
    await store.deliveries.release('d1', 'me', { dueAt: START, error: null, counts: false });
    expect(await claim(store, 'me')).toEqual(['d1']);
    const again = await store.deliveries.claim('me', START + 50, START + 150, 10);
    expect(again.map(({ id, attempts }) => [id, attempts])).toEqual([['d0', 1]]);
    await store.deliveries.release('d0', 'me', { dueAt: START + 50, error: null, counts: false });
    expect(await store.view.deliveries()).toEqual({ waiting: 2, failing: 1, dead: [] });
  });

  it('of one lane come one after another, and none overtakes one that has to wait', async () => {
    const store = await open();
    for (const [id, lane] of [
      ['a1', '7#1'],
      ['a2', '7#1'],
      ['b1', '7#2'],
      ['none', null],
    ] as const) {
      await store.deliveries.add({ id, event: 'issues', body: '{}', lane }, START);
    }
    expect(await claim(store, 'me')).toEqual(['a1', 'b1', 'none']);
    expect(await claim(await open(), 'other')).toEqual([]);
    await store.deliveries.release('a1', 'me', { dueAt: START + 50, error: 'Not now.', counts: false });
    await settle(store, 'b1', 'me');
    expect(await claim(store, 'me', START + 49)).toEqual([]);
    expect(await claim(store, 'me', START + 50)).toEqual(['a1']);
    await store.deliveries.bury('a1', 'me', 'It broke.');
    expect(await claim(store, 'me', START + 50)).toEqual(['a2']);
  });

  it('of repositories that have enough under way are left for later, whatever they are about', async () => {
    const store = await open();
    for (const lane of ['7#1', '7@main', '7!abc', '77#1', 'installation:7', null]) {
      await store.deliveries.add({ id: String(lane), event: 'any', body: '{}', lane }, START);
    }
    const claimBeside = async (...busy: string[]) =>
      (await store.deliveries.claim('me', START, START + HOLD_MS, 10, busy)).map(({ lane }) => lane);
    expect(await claimBeside('7', '8')).toEqual(['77#1', 'installation:7', null]);
    expect(await claimBeside('77')).toEqual(['7#1', '7@main', '7!abc']);
  });

  it('are held by one claim, with which everything lands or nothing', async () => {
    const store = await filled(1);
    await claim(store, 'me');
    const hold = (holder: string) =>
      store.change(
        { kind: 'hold_delivery', delivery: 'd0', holder, until: START + 1_000 },
        { kind: 'note_issue', repository: 'r', issue: 1, updatedAt: START },
      );
    await expect(hold('me before')).rejects.toMatchObject({ guard: 'delivery_held' });
    expect(await store.read.issueSeenAt('r', 1)).toBeNull();
    await hold('me');
    expect(await claim(store, 'other', START + 999)).toEqual([]);
    expect(await claim(store, 'other', START + 1_000)).toEqual(['d0']);
  });

  it('that were given up are shown with their reason, and are taken anew when they come again or somebody says so', async () => {
    const store = await filled(2);
    await claim(store, 'me');
    store.clock.time = START + 5;
    await store.deliveries.bury('d0', 'me', 'It broke.');
    store.clock.time = START + 6;
    await store.deliveries.bury('d1', 'me', 'This too.');
    const dead = { event: 'issues', receivedAt: START };
    expect(await store.view.deliveries()).toEqual({
      waiting: 0,
      failing: 0,
      dead: [
        { ...dead, id: 'd1', message: 'This too.' },
        { ...dead, id: 'd0', message: 'It broke.' },
      ],
    });
    const again = { id: 'd1', event: 'issues', body: '{}', lane: '7#1' };
    expect(await store.deliveries.add(again, START + 10)).toBe(true);
    expect(await store.deliveries.add(again, START + 10)).toBe(false);
    expect(await store.deliveries.revive('unknown', START + 10)).toBe(0);
    expect(await store.deliveries.revive(null, START + 10)).toBe(1);
    expect(await store.view.deliveries()).toEqual({ waiting: 2, failing: 0, dead: [] });
    const claimed = await store.deliveries.claim('me', START + 10, START + 20, 10);
    expect(claimed.map(({ attempts, receivedAt }) => [attempts, receivedAt])).toEqual([
      [0, START + 10],
      [0, START + 10],
    ]);
    expect(claimed[1]?.body).toBe('{}');
  });

  it('that were given up are shown newest first by when that was, and a hundred of them', async () => {
    const store = await filled(102);
    for (let claimed = await claim(store, 'me'); claimed.length > 0; claimed = await claim(store, 'me')) {
      for (const id of claimed) {
        // The first is given up last.
        store.clock.time = START + (id === 'd0' ? 5 : 1);
        await store.deliveries.bury(id, 'me', 'It broke.');
      }
    }
    const { dead } = await store.view.deliveries();
    const others = Array.from({ length: 99 }, (_, index) => `d${101 - index}`);
    expect(dead.map(({ id }) => id)).toEqual(['d0', ...others]);
  });

  it('of strangers who were told so are counted by where and when', async () => {
    const store = await open();
    for (const [id, lane] of [
      ['a', '7#1'],
      ['b', '7#20'],
      ['c', '77#1'],
      ['d', null],
      ['e', '7#1'],
    ] as const) {
      await store.deliveries.add({ id, event: 'issue_comment', body: '{}', lane }, START);
    }
    const refuse = (delivery: string, at: number) =>
      store.change({ kind: 'settle_delivery', delivery, owner: 'me', state: 'refused', note: 'No.', at });
    await claim(store, 'me');
    for (const id of ['a', 'b', 'c', 'd']) await refuse(id, START + 10);
    await claim(store, 'me');
    await refuse('e', START + 20);
    const counted = (lanes: string, since: number, now = START) => store.deliveries.refusedSince(lanes, since, now);
    expect(await counted('7#', START + 10)).toBe(3);
    expect(await counted('7#', START + 11)).toBe(1);
    expect(await counted('77#', START)).toBe(1);
    // One that is held may be refused too, for as long as it is.
    await store.deliveries.add({ id: 'f', event: 'issue_comment', body: '{}', lane: '7#2' }, START);
    expect(await counted('7#', START + 10)).toBe(3);
    await claim(store, 'me');
    expect(await counted('7#', START + 10)).toBe(4);
    expect(await counted('7#', START + 10, START + HOLD_MS)).toBe(3);
    await store.deliveries.release('f', 'me', { dueAt: START, error: null, counts: false });
    expect(await counted('7#', START + 10)).toBe(3);
  });

  it('that wait are known by when the oldest came', async () => {
    const store = await filled(0);
    expect(await store.deliveries.waitingSince()).toBeNull();
    for (const [index, id] of ['a', 'b'].entries()) {
      await store.deliveries.add({ id, event: 'issues', body: '{}', lane: null }, START + index);
    }
    expect(await store.deliveries.waitingSince()).toBe(START);
    await claim(store, 'me');
    expect(await store.deliveries.waitingSince()).toBe(START);
    await store.deliveries.bury('a', 'me', 'No.');
    expect(await store.deliveries.waitingSince()).toBe(START + 1);
  });

  it('that are given up come no more, and stay known', async () => {
    const store = await filled(1);
    await claim(store, 'me');
    await store.deliveries.bury('d0', 'stranger', 'not mine');
    await store.deliveries.bury('d0', 'me', 'The body is not JSON.');
    await expect(settle(store, 'd0', 'me')).rejects.toMatchObject({ guard: 'delivery_held' });
    expect(await claim(store, 'me', START + HOLD_MS)).toEqual([]);
    expect(await store.deliveries.isKnown('d0')).toBe(true);
  });

  it('are dropped once they are processed and old; waiting ones never are', async () => {
    const store = await filled(4);
    await store.deliveries.add({ id: 'young', event: 'push', body: '{}', lane: null }, START + 10);
    await claim(store, 'me', START + 10);
    for (const id of ['d0', 'd1', 'd2', 'young']) await settle(store, id, 'me');
    expect(await store.deliveries.prune(START + 10, 2)).toBe(true);
    expect(await store.deliveries.prune(START + 10, 2)).toBe(false);
    expect(await store.deliveries.prune(START + 10, 2)).toBe(false);
    const known = await Promise.all(['d0', 'd1', 'd2', 'd3', 'young'].map((id) => store.deliveries.isKnown(id)));
    expect(known).toEqual([false, false, false, true, true]);
  });
});
