import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Effect, EffectAnswer } from '../../../src/core/effects/effect.ts';
import type { RunState } from '../../../src/core/run/run_state.ts';
import { describeEachStore, type OpenStore } from './each_store.ts';
import { aGraph, START } from './records.ts';

const OLD = START + 1_000;
const DONE: EffectAnswer = { kind: 'done' };
const REFUSED: EffectAnswer = { kind: 'refused', message: 'No.' };

/** A store with one run, and a way to settle an effect of it at a moment. */
async function world(open: OpenStore, state: RunState = 'running') {
  const store = await open();
  const { repository, run, changes } = aGraph({}, { run: { state } });
  await store.change(...changes);
  const settle = async (effect: Effect, answer: EffectAnswer, at: number, of: string | null = run.id) => {
    const id = v7();
    const added = { id, lane: id, effect };
    await store.write({
      effects: [of === null ? { ...added, run: null, repository: repository.id } : { ...added, run: of }],
    });
    await store.outbox.claim('me', store.clock.time, store.clock.time + 100, 100);
    await store.change({ kind: 'settle_effect', effect: id, owner: 'me', answer, at });
  };
  const dead = async () => (await store.view.outbox()).dead.map(({ kind }) => kind);
  return { store, repository, run, settle, dead };
}

const merge = (task: string): Effect => ({ kind: 'merge_task', task, branch: `b/${task}`, commit: 'c', message: 'm' });

describeEachStore('what is kept of the outbox', (open) => {
  it('goes when it is old, in pieces, and only of runs that have ended', async () => {
    const { store, settle } = await world(open, 'succeeded');
    for (const task of ['a', 'b', 'c']) await settle(merge(task), DONE, OLD - 1);
    await settle(merge('young'), DONE, OLD);
    const { pruneEffects } = store.retention;
    expect(await pruneEffects(OLD, 2)).toBe(true);
    expect(await pruneEffects(OLD, 2)).toBe(false);
    expect(await pruneEffects(OLD + 1, 2)).toBe(false);
    expect(await pruneEffects(OLD + 1, 1)).toBe(false);
  });

  it('stays while the run goes on', async () => {
    const { store, settle } = await world(open, 'in_review');
    await settle(merge('a'), DONE, OLD - 1);
    expect(await store.retention.pruneEffects(OLD, 1)).toBe(false);
    await settle({ kind: 'react', comment: 1, content: '+1' }, DONE, OLD - 1, null);
    expect(await store.retention.pruneEffects(OLD, 1)).toBe(true);
  });

  it('stays while the run goes on, also where it was refused: somebody may still mend it', async () => {
    const { store, settle, dead } = await world(open, 'paused');
    await settle(merge('a'), REFUSED, OLD - 1);
    expect(await store.retention.pruneDeadEffects(OLD, 10)).toBe(false);
    expect(await store.retention.pruneEffects(OLD, 10)).toBe(false);
    expect(await dead()).toEqual(['merge_task']);
  });

  it('that was refused goes sooner, once its run has ended', async () => {
    const ended = await world(open, 'failed');
    await ended.settle(merge('a'), REFUSED, OLD - 1);
    await ended.settle(merge('b'), REFUSED, OLD);
    await ended.settle(merge('c'), DONE, OLD - 1);
    expect(await ended.dead()).toEqual(['merge_task', 'merge_task']);
    expect(await ended.store.retention.pruneDeadEffects(OLD, 10)).toBe(false);
    expect(await ended.dead()).toEqual(['merge_task']);
    expect(await ended.store.retention.pruneEffects(OLD, 1)).toBe(true);
  });

  it('that was refused is dead no more when a later one about the same was settled', async () => {
    const { settle, dead } = await world(open);
    await settle(merge('a'), REFUSED, START);
    await settle({ kind: 'retarget_pull', pull: 4, base: 'x' }, REFUSED, START);
    await settle(merge('b'), DONE, START);
    await settle({ kind: 'retarget_pull', pull: 5, base: 'x' }, DONE, START);
    await settle({ kind: 'delete_branch', branch: 'b/a', commit: 'c' }, DONE, START);
    expect(await dead()).toHaveLength(2);
    await settle(merge('a'), REFUSED, START);
    expect(await dead()).toHaveLength(2);
    await settle(merge('a'), DONE, START);
    expect(await dead()).toEqual(['retarget_pull']);
    await settle({ kind: 'retarget_pull', pull: 4, base: 'y' }, DONE, START);
    expect(await dead()).toEqual([]);
  });

  it('that kept a run from beginning is dead no more when a later run of the same plan has begun', async () => {
    const { store, repository, run, settle, dead } = await world(open, 'failed');
    const begin: Effect = { kind: 'begin_run', branchPrefix: 'p', base: null };
    const laterOf = async (name: string, sequence: number) => {
      const over = { name, sequence, branchPrefix: `p/${name}.${sequence}`, state: 'failed' as const };
      const later = aGraph({}, { run: over, repository });
      await store.change(...later.changes);
      return (effect: Effect, answer: EffectAnswer) => settle(effect, answer, START, later.run.id);
    };
    await settle(begin, REFUSED, START);
    await settle(merge('a'), REFUSED, START);
    await (await laterOf('other', 1))(begin, DONE);
    expect(await dead()).toHaveLength(2);
    await (await laterOf(run.name, 2))(begin, REFUSED);
    expect(await dead()).toEqual(['begin_run', 'merge_task']);
    const third = await laterOf(run.name, 3);
    await third(merge('a'), DONE);
    expect(await dead()).toHaveLength(2);
    await third(begin, DONE);
    expect(await dead()).toEqual(['merge_task']);
  });
});

describeEachStore('what is kept so that nothing is done twice', (open) => {
  it('goes when it is old: how much of comments was carried out, and how new the news of issues were', async () => {
    const store = await open();
    const remember = (subject: string, what: 'commands' | 'status') =>
      store.change({ kind: 'remember_shown', shown: { subject, what, number: null, digest: 'all' } });
    await remember('old', 'commands');
    await remember('old', 'status');
    await remember('again', 'commands');
    store.clock.time = START + 10;
    await remember('again', 'commands');
    expect(await store.retention.pruneComments(START + 1, 10)).toBe(false);
    expect(await store.read.shown('old')).toHaveLength(1);
    expect(await store.read.shown('again')).toHaveLength(1);
    for (const issue of [1, 2]) {
      await store.change({ kind: 'note_issue', repository: 'r', issue, updatedAt: START + issue });
    }
    expect(await store.retention.pruneIssues(START + 2, 10)).toBe(false);
    expect(await store.read.issueSeenAt('r', 1)).toBeNull();
    expect(await store.read.issueSeenAt('r', 2)).toBe(START + 2);
  });
});
