import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph, anAttempt, START } from './records.ts';
import { storeOpener } from './store_test.ts';

describeEachDatabase('reads of the store', (databases) => {
  const open = storeOpener(databases);

  it('find nothing in an empty database', async () => {
    const store = await open();
    const { read, due, view } = store;
    expect(await read.attemptSlice('x', 'direct')).toBeNull();
    expect(await read.taskSlice('x', 'all')).toBeNull();
    expect(await read.runSlice('x')).toBeNull();
    expect(await read.concludeSlice('x')).toBeNull();
    expect(await read.runnerById('x')).toBeNull();
    expect(await read.effectSlice('x')).toBeNull();
    expect(await read.leaseDetails(['x'])).toEqual([]);
    expect(await read.heartbeatSlice(['x'])).toEqual([]);
    expect(await read.attemptsOfLease('x', 'y')).toEqual([]);
    expect(await read.attemptsOfOtherBoots('x', 'y')).toEqual([]);
    expect(await read.hasOpenRuns()).toBe(false);
    expect(await read.leaseSlice(['x'], 10)).toEqual({
      schedulerVersion: 0,
      runners: [],
      candidates: [],
      breakers: [],
      offers: [],
      more: { task: false, orchestrator: false },
      serviceLoad: 0,
      repositoryLoad: {},
      runs: {},
      repositoryBudgets: {},
      histories: [],
      locksHeld: {},
    });
    expect(await due.expiredAttempts(START, 10)).toEqual([]);
    expect(await due.retriesDue(START, 10)).toEqual([]);
    expect(await due.runsPastDeadline(START, 10)).toEqual([]);
    expect(await due.runsToConclude(10)).toEqual([]);
    expect(await view.runs({ limit: 10 })).toEqual([]);
    expect(await view.findRun('dates')).toBeNull();
    expect(await view.tasks('x', START)).toEqual([]);
    expect(await view.attempts('x', 'y')).toEqual([]);
    expect(await view.events('x', 0, 10)).toEqual([]);
    expect(await view.notices('x', 10)).toEqual([]);
    expect(await view.runners()).toEqual([]);
    expect(await view.outbox()).toEqual({ waiting: 0, dead: [] });
    expect(await store.log.read('x', 0, 10)).toBeNull();
    expect(await store.outbox.claim('me', START, START + 1, 10)).toEqual([]);
    await store.ping();
  });

  it('give an attempt with its task, run, repository and what is around the task', async () => {
    const store = await open();
    const { run, repository, tasks, changes } = aGraph({
      a: { over: { state: 'succeeded' } },
      b: { after: ['a'], over: { state: 'running', attempts: 2 } },
      c: { after: ['b'] },
      d: { after: ['b', 'c'] },
      e: { after: ['d'] },
    });
    const first = anAttempt(tasks.b, { number: 1, state: 'lost', startedAt: START });
    const second = anAttempt(tasks.b, { number: 2, state: 'running', startedAt: START });
    await store.change(
      ...changes,
      { kind: 'insert_attempt', attempt: first },
      { kind: 'insert_attempt', attempt: second },
    );
    const slice = await store.read.attemptSlice(first.id, 'direct');
    expect(slice).toMatchObject({ attempt: first, task: tasks.b, run, repository });
    expect(slice?.openDependencies).toEqual([{ id: tasks.a.id, key: 'a', state: 'succeeded' }]);
    expect(slice?.dependents.map((task) => task.key)).toEqual(['c', 'd']);
    const all = await store.read.taskSlice(tasks.b.id, 'all');
    expect(all).toMatchObject({ attempt: second, task: tasks.b, run, repository });
    expect(all?.dependents.map(({ key, direct }) => [key, direct])).toEqual([
      ['c', true],
      ['d', true],
      ['e', false],
    ]);
  });
});
