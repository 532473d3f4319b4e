import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { EffectAnswer, EffectRecord } from '../../../src/core/effects/effect.ts';
import type { NewEffect } from '../../../src/core/effects/new_effect.ts';
import type { RepositoryRecord } from '../../../src/core/records.ts';
import type { Busy } from '../../../src/service/ports/outbox.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, aRepository, START } from './records.ts';
import { storeOpener, type WritableStore } from './store_test.ts';

const HOLD_MS = 100;

describeEachStore('outbox', (open) => {
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
    const records = effects.map((effect) => ({ ...effect, repository: repository.id, attempts: 0 }));
    return { store, ids, run, repository, records };
  }

  const claim = async (store: WritableStore, owner: string, now = START) =>
    (await store.outbox.claim(owner, now, now + HOLD_MS, 10)).map((effect) => effect.id);

  const settle = (
    store: WritableStore,
    effect: string,
    owner: string,
    answer: EffectAnswer = { kind: 'published', pull: null },
  ) => store.change({ kind: 'settle_effect', effect, owner, answer, at: START + 1 });

  it('gives the oldest effect of each lane, and the next one once it is settled', async () => {
    const { store, ids, records } = await filled(['x', 'x', 'y', 'x']);
    const first = await store.outbox.claim('me', START, START + HOLD_MS, 10);
    expect(first).toEqual([records[0], records[2]]);
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

  it('gives nothing of repositories that have enough under way', async () => {
    const store = await open();
    const [one, other] = [aGraph({ a: {} }), aGraph({ a: {} })];
    const effectOf = ({ run }: typeof one): NewEffect => ({
      id: v7(),
      run: run.id,
      lane: `show:${run.id}`,
      effect: { kind: 'show_run' },
    });
    const effects = [effectOf(one), effectOf(other)];
    await store.write({ changes: [...one.changes, ...other.changes], effects });
    const both = [one.repository.id, other.repository.id];
    expect(await store.outbox.claim('me', START, START + HOLD_MS, 10, { repositories: both })).toEqual([]);
    const busy = { repositories: [one.repository.id] };
    const claimed = await store.outbox.claim('me', START, START + HOLD_MS, 10, busy);
    expect(claimed.map(({ id }) => id)).toEqual([effects[1]?.id]);
    expect(await claim(store, 'me')).toEqual([effects[0]?.id]);
  });

  it('gives nothing of installations that have enough under way, or whose next turn is far off', async () => {
    const store = await open();
    const repositories = [aRepository(), aRepository(), aRepository()];
    const [near, far, local] = repositories.map((repository, index): RepositoryRecord => {
      return { ...repository, github: index === 2 ? null : { id: index, installation: 70 + index } };
    }) as [RepositoryRecord, RepositoryRecord, RepositoryRecord];
    const effectOf = ({ id: repository }: RepositoryRecord): NewEffect => ({
      id: v7(),
      run: null,
      repository,
      lane: repository,
      effect: { kind: 'show_plan', issue: 7, text: 'Line 3 is wrong.' },
    });
    await store.write({
      changes: [near, far, local].map((repository) => ({ kind: 'save_repository', repository, at: START })),
      effects: [near, far, local].map(effectOf),
    });
    await store.pacing.block('installation:71', START + 2_001);
    const claimed = async (busy: Busy) => {
      const effects = await store.outbox.claim('me', START, START + HOLD_MS, 10, busy);
      for (const { id } of effects) await store.outbox.release(id, 'me', START, null);
      return effects.map(({ repository }) => repository).toSorted();
    };
    const all = [near.id, far.id, local.id].toSorted();
    expect(await claimed({})).toEqual(all);
    expect(await claimed({ turnBy: START + 2_001 })).toEqual(all);
    expect(await claimed({ turnBy: START + 2_000 })).toEqual([near.id, local.id].toSorted());
    expect(await claimed({ installations: [70] })).toEqual([far.id, local.id].toSorted());
    expect(await claimed({ installations: [70], turnBy: START })).toEqual([local.id]);
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
  });

  it('goes on behind an effect that was refused, and shows why', async () => {
    const { store, ids, run, records, repository } = await filled(['x', 'x']);
    await claim(store, 'me');
    expect(await store.read.effectSlice(ids[0] ?? '')).toEqual({
      effect: records[0],
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

  it('shows what was refused last first, whatever was made first', async () => {
    const store = await open();
    const repository = aRepository();
    const effects = [0, 1, 2].map(
      (issue): NewEffect => ({
        id: v7(),
        run: null,
        repository: repository.id,
        lane: `issue ${issue}`,
        effect: { kind: 'show_plan', issue, text: 'Line 3 is wrong.' },
      }),
    );
    await store.write({ changes: [{ kind: 'save_repository', repository, at: START }], effects });
    await claim(store, 'me');
    const refuse = (issue: number, at: number) => {
      const answer = { kind: 'refused', message: `Issue ${issue}.` } as const;
      return store.change({ kind: 'settle_effect', effect: effects[issue]?.id ?? '', owner: 'me', answer, at });
    };
    await refuse(1, START);
    await refuse(2, START + 1);
    await refuse(0, START + 1);
    const { dead } = await store.view.outbox();
    // Of what was refused at the same moment, what was made last.
    expect(dead.map(({ message }) => message)).toEqual(['Issue 2.', 'Issue 0.', 'Issue 1.']);
  });

  it('counts no failure when it only was not the time', async () => {
    const { store, ids } = await filled(['x']);
    await claim(store, 'me');
    await store.outbox.release(ids[0] ?? '', 'me', START + 50, null);
    expect(await claim(store, 'me', START + 49)).toEqual([]);
    const again = await store.outbox.claim('other', START + 50, START + 150, 10);
    expect(again.map(({ id, attempts }) => [id, attempts])).toEqual([[ids[0], 0]]);
  });

  it('is held for as long as its sender says, and by nobody else', async () => {
    const { store, ids } = await filled(['x', 'y']);
    const [first = '', second = ''] = ids;
    await claim(store, 'me');
    await store.outbox.hold('me', [first], START + 1_000);
    await store.outbox.hold('somebody else', [second], START + 1_000);
    expect(await claim(store, 'other', START + HOLD_MS)).toEqual([second]);
    await store.outbox.hold('me', [second], START + 1_000);
    expect(await claim(store, 'me', START + 2 * HOLD_MS)).toEqual([second]);
    await settle(store, first, 'me');
    await store.outbox.hold('me', [first], START + 1_000);
    expect((await store.view.outbox()).waiting).toBe(1);
  });

  it('sends what work waits for first, then what people wait for, then what tidies; each by its time', async () => {
    const store = await open();
    const { run, changes } = aGraph({ a: {} });
    const effect = (of: NewEffect['effect'], lane: string, delayMs = 0): NewEffect => ({
      id: v7(),
      run: run.id,
      lane,
      effect: of,
      delayMs,
    });
    const work = { kind: 'begin_run', branchPrefix: 'p', base: null } as const;
    const show = effect({ kind: 'show_run' }, 'show');
    const late = effect(work, 'late', 20);
    const react = effect({ kind: 'react', comment: 1, content: '+1' }, 'react');
    const early = effect(work, 'early', 10);
    const behind = effect(work, 'show');
    await store.write({ changes, effects: [show, late, react, early, behind] });
    expect(await claim(store, 'me', START)).toEqual([react.id, show.id]);
    await store.outbox.release(react.id, 'me', START, null);
    await store.outbox.release(show.id, 'me', START, null);
    expect(await claim(store, 'me', START + 20)).toEqual([early.id, late.id, react.id, show.id]);
  });

  it('waits no longer when what it waited for has come', async () => {
    const { store, ids, run } = await filled(['x', 'y']);
    const other = aGraph({ a: {} });
    const foreign: NewEffect = { id: v7(), run: other.run.id, lane: 'z', effect: { kind: 'show_run' }, delayMs: 500 };
    await store.write({ changes: other.changes, effects: [foreign] });
    await claim(store, 'me');
    await store.outbox.release(ids[0] ?? '', 'me', START + 60_000, null);
    await settle(store, ids[1] ?? '', 'me');
    expect(await claim(store, 'me', START + 1)).toEqual([]);
    await store.change({ kind: 'wake_effects', run: run.id, at: START + 1 });
    expect(await claim(store, 'me', START + 1)).toEqual([ids[0]]);
  });

  it('takes and gives effects of a repository that belong to no run', async () => {
    const store = await open();
    const repository = aRepository();
    await store.change({ kind: 'save_repository', repository, at: START });
    const effect: NewEffect = {
      id: v7(),
      run: null,
      repository: repository.id,
      lane: 'issue',
      effect: { kind: 'show_plan', issue: 7, text: 'Line 3 is wrong.' },
    };
    await store.write({ effects: [effect] });
    const record = { ...effect, attempts: 0 };
    expect(await store.outbox.claim('me', START, START + HOLD_MS, 10)).toEqual([record]);
    expect(await store.read.effectSlice(effect.id)).toEqual({ effect: record, run: null, repository });
    await settle(store, effect.id, 'me', { kind: 'refused', message: 'Issues are off.' });
    expect(await store.view.outbox()).toEqual({
      waiting: 0,
      dead: [{ run: null, kind: 'show_plan', message: 'Issues are off.' }],
    });
  });

  it('takes no effect of nothing, and none twice', async () => {
    const { store, records } = await filled(['x']);
    const nowhere: NewEffect = { id: v7(), run: v7(), lane: 'y', effect: { kind: 'show_run' } };
    await expect(store.write({ effects: [nowhere] })).rejects.toThrow();
    const { id, run, lane, effect } = records[0] as EffectRecord;
    const again: NewEffect = { id, run: String(run), lane, effect };
    await expect(store.write({ effects: [again] })).rejects.toMatchObject({ guard: 'effect_new' });
    expect((await store.view.outbox()).waiting).toBe(1);
  });
});

describeEachDatabase('outbox of a database', (databases) => {
  const open = storeOpener(databases);

  async function claimed() {
    const store = await open();
    const { run, changes } = aGraph({ a: {} });
    const effect: NewEffect = { id: v7(), run: run.id, lane: 'x', effect: { kind: 'show_run' } };
    await store.write({ changes, effects: [effect] });
    await store.outbox.claim('me', START, START + HOLD_MS, 10);
    return { store, effect: effect.id };
  }

  it('looks without a transaction when there is nothing to send', async () => {
    const { store } = await claimed();
    store.transactions.length = 0;
    await store.outbox.claim('me', START, START + HOLD_MS, 10);
    expect(store.transactions).toEqual([]);
  });

  it('remembers how the last sending failed, until another fails', async () => {
    const { store, effect } = await claimed();
    const errorNow = async () => (await store.rows('SELECT error FROM outbox'))[0]?.error;
    await store.outbox.release(effect, 'me', START, 'no answer');
    expect(await errorNow()).toBe('no answer');
    await store.outbox.claim('me', START, START + HOLD_MS, 10);
    await store.outbox.release(effect, 'me', START, null);
    expect(await errorNow()).toBe('no answer');
  });
});
