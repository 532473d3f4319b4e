import { expect, it } from 'vitest';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import fc from '../../support/fast_check.ts';
import { aGraph, type Graph, type Node } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

/** A random graph: for each task which of the earlier ones it waits for, and in which order tasks end. */
const graphs = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.record({
    waits: fc.tuple(...Array.from({ length: size }, (_, index) => fc.subarray([...Array(index).keys()]))),
    ends: fc.shuffledSubarray([...Array(size).keys()]),
    togetherBy: fc.integer({ min: 1, max: 4 }),
  }),
);

async function end(store: TestStore, graph: Graph<string>, key: string): Promise<void> {
  await store.command('end', async (read) => {
    const task = graph.tasks[key];
    if (task === undefined) throw new Error(key);
    const slice = await read.taskSlice(task.id, 'direct');
    if (slice === null) throw new Error(key);
    const { state, attempts, id, run } = slice.task;
    return {
      changes: [
        { kind: 'move_task', task: id, from: state, fromAttempt: attempts, to: 'succeeded' },
        { kind: 'count_open_tasks', run, by: -1 },
        ...slice.dependents.map((dependent) => ({
          kind: 'close_dependency' as const,
          run,
          task: dependent.id,
          dependsOn: id,
        })),
      ],
      events: [{ run, task: key, body: { kind: 'task_moved', from: state, to: 'succeeded' } }],
      effects: [],
      result: null,
    };
  });
}

/** What must be in the database, computed from nothing but the graph and what has ended. */
function expected(waits: readonly (readonly number[])[], ended: ReadonlySet<number>) {
  return waits.map((list, index) => {
    const open = list.filter((other) => !ended.has(other)).length;
    const state: TaskState = ended.has(index) ? 'succeeded' : open === 0 ? 'ready' : 'pending';
    return { key: `t${index}`, open_dependencies: open, state };
  });
}

const stored = (store: TestStore, run: string) =>
  store.rows('SELECT key, open_dependencies, state FROM tasks WHERE run = ? ORDER BY position', run);

describeEachDatabase('readiness', (databases) => {
  const open = storeOpener(databases);

  it('follows from the graph and what has ended, in whatever order and company tasks end', async () => {
    const store = await open();
    await fc.assert(
      fc.asyncProperty(graphs, async ({ waits, ends, togetherBy }) => {
        const nodes = waits.map((list, index): [string, Node] => [`t${index}`, { after: list.map((at) => `t${at}`) }]);
        const graph = aGraph(Object.fromEntries(nodes));
        await store.change(...graph.changes);
        const ended = new Set<number>();
        for (let first = 0; first < ends.length; first += togetherBy) {
          const group = ends.slice(first, first + togetherBy);
          await Promise.all(group.map((at) => end(store, graph, `t${at}`)));
          for (const at of group) ended.add(at);
          expect(await stored(store, graph.run.id)).toEqual(expected(waits, ended));
        }
        expect((await store.read.runById(graph.run.id))?.openTasks).toBe(waits.length - ended.size);
        await eventsTellTheSame(store, graph, waits, ended);
      }),
      { numRuns: databases.kind === 'file' ? 60 : 20 },
    );
  });

  it('lets all tasks of a run that end at the same moment land in one transaction', async () => {
    const store = await open();
    const keys = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const graph = aGraph({ ...Object.fromEntries(keys.map((key) => [key, {}])), last: { after: keys } });
    await store.change(...graph.changes);
    store.transactions.length = 0;
    await Promise.all(keys.map((key) => end(store, graph, key)));
    expect(store.transactions.map(({ commands, outcome }) => [commands.length, outcome])).toEqual([[20, 'committed']]);
    expect(await store.taskNow(graph.tasks.last)).toMatchObject({ state: 'ready', openDependencies: 0 });
    const events = await store.view.events(graph.run.id, 0, 100);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({
      task: 'last',
      kind: 'task_moved',
      data: { from: 'pending', to: 'ready' },
    });
  });

  it('counts a dependency once however often it closes or opens', async () => {
    const store = await open();
    const { run, tasks, changes } = aGraph({ a: {}, b: {}, c: { after: ['a', 'b'] } });
    await store.change(...changes);
    const turn = (kind: 'close_dependency' | 'reopen_dependency', on: 'a' | 'b') =>
      store.change({ kind, run: run.id, task: tasks.c.id, dependsOn: tasks[on].id });
    const now = async () => {
      const { state, openDependencies } = await store.taskNow(tasks.c);
      return [state, openDependencies];
    };
    await turn('close_dependency', 'a');
    await turn('close_dependency', 'a');
    expect(await now()).toEqual(['pending', 1]);
    await turn('close_dependency', 'b');
    await turn('close_dependency', 'b');
    expect(await now()).toEqual(['ready', 0]);
    await turn('reopen_dependency', 'a');
    await turn('reopen_dependency', 'a');
    expect(await now()).toEqual(['pending', 1]);
    await turn('close_dependency', 'a');
    const moves = (await store.view.events(run.id, 0, 10)).map((event) => event.data);
    expect(moves).toEqual([
      { from: 'pending', to: 'ready' },
      { from: 'ready', to: 'pending' },
      { from: 'pending', to: 'ready' },
    ]);
  });

  it('moves only tasks that wait: what has ended or begun keeps its state', async () => {
    const store = await open();
    const { run, tasks, changes } = aGraph({
      a: {},
      skipped: { after: ['a'], over: { state: 'skipped' } },
      again: { after: ['a'], over: { state: 'ready', attempts: 1, openDependencies: 1 } },
    });
    await store.change(...changes);
    for (const kind of ['close_dependency', 'reopen_dependency'] as const) {
      for (const task of [tasks.skipped, tasks.again]) {
        await store.change({ kind, run: run.id, task: task.id, dependsOn: tasks.a.id });
      }
      expect((await store.taskNow(tasks.skipped)).state).toBe('skipped');
      expect((await store.taskNow(tasks.again)).state).toBe('ready');
    }
    expect(await store.view.events(run.id, 0, 10)).toEqual([]);
  });
});

async function eventsTellTheSame(
  store: TestStore,
  graph: Graph<string>,
  waits: readonly (readonly number[])[],
  ended: ReadonlySet<number>,
): Promise<void> {
  const events = await store.view.events(graph.run.id, 0, 1_000);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const becameReady = events.filter((event) => event.data.to === 'ready').map((event) => event.task);
  // A task that ended before its dependencies had (which the random order allows) never became ready.
  const waited = waits.flatMap((list, index) => (list.length > 0 ? [index] : []));
  const readyNow = waited.filter((index) => !ended.has(index) && waits[index]?.every((other) => ended.has(other)));
  expect(becameReady).toEqual(expect.arrayContaining(readyNow.map((index) => `t${index}`)));
  expect(new Set(becameReady).size).toBe(becameReady.length);
}
