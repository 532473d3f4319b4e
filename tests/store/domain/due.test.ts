import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import type { NewEffect } from '../../../src/core/effects/new_effect.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRunner, START } from './records.ts';
import { storeOpener } from './store_test.ts';

describeEachDatabase('what is due', (databases) => {
  const open = storeOpener(databases);

  it('is leases that are over and retries whose time has come, oldest first', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({
      a: {},
      b: {},
      c: {},
      d: {},
      late: { over: { state: 'retrying', dueAt: 20 } },
      early: { over: { state: 'retrying', dueAt: 10 } },
      future: { over: { state: 'retrying', dueAt: 31 } },
      other: { over: { state: 'canceled', dueAt: 10 } },
    });
    const attempts = [
      anAttempt(tasks.a, { leaseUntil: 30, state: 'running' }),
      anAttempt(tasks.b, { leaseUntil: 20 }),
      anAttempt(tasks.c, { leaseUntil: 10, state: 'lost' }),
      anAttempt(tasks.d, { leaseUntil: 31 }),
    ];
    await store.change(...changes, ...attempts.map((attempt): Change => ({ kind: 'insert_attempt', attempt })));
    expect(await store.due.expiredAttempts(30, 10)).toEqual([attempts[1]?.id, attempts[0]?.id]);
    expect(await store.due.expiredAttempts(30, 1)).toEqual([attempts[1]?.id]);
    expect(await store.due.retriesDue(30, 10)).toEqual([tasks.early.id, tasks.late.id]);
  });

  it('is runs past their deadline that nobody has canceled, and runs with nothing left to do', async () => {
    const store = await open();
    const runs = {
      past: { deadlineAt: 10 },
      canceled: { deadlineAt: 10, cancel: 'graceful' },
      ended: { deadlineAt: 10, state: 'failed' },
      future: { deadlineAt: 50 },
      unbounded: {},
      done: { openTasks: 0 },
      donePaused: { openTasks: 0, state: 'paused' },
    } as const;
    const ids: Record<string, string> = {};
    for (const [name, over] of Object.entries(runs)) {
      const { run, changes } = aGraph({ a: {} }, { run: { name, ...over } });
      await store.change(...changes);
      ids[name] = run.id;
    }
    expect(await store.due.runsPastDeadline(10, 10)).toEqual([ids.past]);
    expect(await store.due.runsToConclude(10)).toEqual([ids.done]);
  });

  it('is known of a runner whose process was replaced', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({ a: {}, b: {}, c: {}, d: {} });
    const attempts = [
      anAttempt(tasks.a, { boot: 'old' }),
      anAttempt(tasks.b, { boot: 'old', state: 'failed' }),
      anAttempt(tasks.c, { boot: 'new', leaseRequest: 'request' }),
      anAttempt(tasks.d, { boot: 'old', runner: 'another' }),
    ];
    await store.change(
      ...changes,
      { kind: 'save_runner', runner: aRunner() },
      ...attempts.map((attempt): Change => ({ kind: 'insert_attempt', attempt })),
    );
    expect(await store.read.attemptsOfOtherBoots('runner-1', 'new')).toEqual([attempts[0]?.id]);
    expect(await store.read.attemptsOfLease('runner-1', 'request')).toEqual([attempts[2]]);
    expect(await store.read.attemptsOfLease('another', 'request')).toEqual([]);
  });
});

describeEachDatabase('ticks', (databases) => {
  const open = storeOpener(databases);

  it('are steady since the first one after a gap', async () => {
    const store = await open();
    const tick = async (now: number) => (await store.ticks.noteTick(now, 100)).steadySince;
    expect(await store.ticks.steadySince()).toBeNull();
    expect(await tick(START)).toBe(START);
    expect(await tick(START + 100)).toBe(START);
    expect(await tick(START + 200)).toBe(START);
    expect(await tick(START + 301)).toBe(START + 301);
    expect(await tick(START + 350)).toBe(START + 301);
    expect(await store.ticks.steadySince()).toBe(START + 301);
  });

  it('make no gap when the clock goes back', async () => {
    const store = await open();
    const tick = async (now: number) => (await store.ticks.noteTick(now, 100)).steadySince;
    await tick(START);
    await tick(START + 50);
    expect(await tick(START + 20)).toBe(START);
    expect(await tick(START - 1_000)).toBe(START - 1_000);
  });

  it('of many processes are noted one by one', async () => {
    const store = await open();
    const answers = await Promise.all([0, 10, 20, 30].map((after) => store.ticks.noteTick(START + after, 100)));
    expect(answers.map((answer) => answer.steadySince)).toEqual([START, START, START, START]);
  });
});

describeEachStore('what is held up', (open) => {
  it('is offered work of canceled runs that nothing carries on any more', async () => {
    const store = await open();
    const offered = { over: { state: 'in_review' } } as const;
    const nodes = { held: offered, published: offered, merged: offered, ready: {} };
    const { run, tasks, changes } = aGraph(nodes, { run: { cancel: 'graceful' } });
    const goesOn = aGraph({ held: offered });
    const at = { branch: 'planwright/x', commit: 'c'.repeat(40) };
    const effects: readonly NewEffect['effect'][] = [
      { kind: 'publish_task', task: tasks.published.id, pull: null, ...at },
      { kind: 'merge_task', task: tasks.merged.id, message: 'Merge it', ...at },
      { kind: 'delete_branch', ...at },
    ];
    await store.write({
      changes: [...changes, ...goesOn.changes],
      effects: effects.map((effect, index) => ({ id: v7(), run: run.id, lane: `${index}`, effect })),
    });
    expect(await store.due.offeredInCanceled(10)).toEqual([tasks.held.id]);
  });
});
