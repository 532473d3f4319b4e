import { expect, it } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

/** Guards on rows that a command does not change. */

const graph = () =>
  aGraph({
    a: { over: { state: 'running', attempts: 1 } },
    b: { after: ['a'] },
    done: { over: { state: 'succeeded' } },
  });

async function lands(store: TestStore, change: Change): Promise<boolean> {
  return store.change(change).then(
    () => true,
    () => false,
  );
}

const move = (task: TaskRecord, to: TaskState): Change => ({
  kind: 'move_task',
  task: task.id,
  from: task.state,
  fromAttempt: task.attempts,
  to,
});

describeEachDatabase('guards on other rows', (databases) => {
  const open = storeOpener(databases);

  it('require_not_canceled looks at the state of the run, and at the cancel of run and task', async () => {
    const { world, store } = await filled();
    const { run, tasks } = world;
    const require = (change: Partial<Extract<Change, { kind: 'require_not_canceled' }>> = {}) =>
      lands(store, { kind: 'require_not_canceled', run: run.id, in: 'running', task: tasks.a.id, ...change });
    expect(await require()).toBe(true);
    expect(await require({ in: 'failed' })).toBe(false);
    await store.change({
      kind: 'set_task',
      task: tasks.a.id,
      in: 'running',
      atAttempt: 1,
      set: { cancel: 'graceful' },
    });
    expect(await require()).toBe(false);
    expect(await require({ task: tasks.b.id })).toBe(true);
    await store.change({ kind: 'set_run', run: run.id, in: 'running', set: { cancel: 'graceful' } });
    expect(await require({ task: tasks.b.id })).toBe(false);
  });

  it('require_no_resting_task lets tasks be at work or at an end', async () => {
    const { world, store } = await filled();
    const require = () => lands(store, { kind: 'require_no_resting_task', run: world.run.id });
    expect(await require()).toBe(false);
    await store.change(move(world.tasks.b, 'canceled'));
    expect(await require()).toBe(true);
  });

  it('require_dependencies tells how the dependencies of every task stand', async () => {
    const { world, store } = await filled();
    const { a, b, done } = world.tasks;
    const stand = async (...tasks: readonly TaskRecord[]) => {
      const ids = tasks.map(({ id }) => id);
      const answers = (['met', 'open', 'hopeless'] as const).map(async (are) =>
        (await lands(store, { kind: 'require_dependencies', tasks: ids, are })) ? [are] : [],
      );
      return (await Promise.all(answers)).flat();
    };
    expect([await stand(a), await stand(b), await stand(a, done), await stand(a, b)]).toEqual([
      ['met'],
      ['open'],
      ['met'],
      [],
    ]);
    await store.change(move(a, 'failed'));
    expect(await stand(b)).toEqual(['hopeless']);
    await store.change({ kind: 'close_dependency', run: world.run.id, task: b.id, dependsOn: a.id });
    expect(await stand(b)).toEqual(['met']);
  });

  it('require_none_waits_for looks at pending tasks that wait for one of these', async () => {
    const { world, store } = await filled();
    const { a, b, done } = world.tasks;
    const require = (...tasks: readonly TaskRecord[]) =>
      lands(store, { kind: 'require_none_waits_for', tasks: tasks.map(({ id }) => id) });
    expect([await require(a), await require(done, a), await require(done)]).toEqual([false, false, true]);
    await store.change(move(b, 'skipped'));
    expect(await require(a)).toBe(true);
  });

  it('all dependents are those that wait through open dependencies, and the direct ones', async () => {
    const world = aGraph({ a: {}, b: { after: ['a'] }, c: { after: ['b'] }, d: { after: ['a'] }, e: { after: ['d'] } });
    const { run, tasks } = world;
    const store = await open();
    await store.change(...world.changes, {
      kind: 'close_dependency',
      run: run.id,
      task: tasks.b.id,
      dependsOn: tasks.a.id,
    });
    const slice = await store.read.taskSlice(tasks.a.id, 'all');
    expect(slice?.dependents.map(({ key, direct, satisfied, waits }) => [key, direct, satisfied, waits])).toEqual([
      ['d', true, false, true],
      ['e', false, false, true],
      ['b', true, true, false],
    ]);
  });

  async function filled() {
    const world = graph();
    const store = await open();
    await store.change(...world.changes);
    return { world, store };
  }
});
