import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph } from './records.ts';
import { storeOpener } from './store_test.ts';

describeEachDatabase('runs in the store', (databases) => {
  const open = storeOpener(databases);

  it('gives back a run, its repository and its tasks as they were given', async () => {
    const store = await open();
    const { run, tasks, repository, changes } = aGraph({
      a: { settings: { files: ['src/**'], locks: ['db'], labels: ['gpu'], agent: 'codex', retries: 1 } },
      'b.c': {
        after: ['a'],
        over: { reason: { code: 'conflict', message: 'ä "quoted" \n 日本' }, failures: { lost: 2 } },
      },
    });
    await store.change(...changes);
    expect(await store.read.runById(run.id)).toEqual(run);
    expect(await store.read.newestRun(repository.id, 'dates')).toEqual(run);
    expect(await store.read.repositoryByCloneUrl(repository.cloneUrl)).toEqual(repository);
    expect(await store.read.taskByKey(run.id, 'a')).toEqual(tasks.a);
    expect(await store.read.taskByKey(run.id, 'b.c')).toEqual(tasks['b.c']);
    expect(await store.read.taskByKey(run.id, 'nobody')).toBeNull();
    expect(await store.read.runById('nobody')).toBeNull();
  });

  it('takes a thousand tasks with few statements', async () => {
    const store = await open();
    const keys = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    const after = (index: number) => (index < 100 ? [] : [`t${index - 100}`, `t${index - 50}`]);
    const graph = aGraph(Object.fromEntries(keys.map((key, index) => [key, { after: after(index) }])));
    await store.change(...graph.changes);
    expect(store.transactions.map(({ outcome }) => outcome)).toEqual(['committed']);
    expect(store.transactions[0]?.statements).toBeLessThan(15);
    expect((await store.view.findRun(graph.run.id))?.tasks).toEqual({ ready: 100, pending: 900 });
    expect(await store.taskNow({ run: graph.run.id, key: 't999' })).toEqual(graph.tasks.t999);
    expect(await store.rows('SELECT count(*) AS found FROM dependencies')).toEqual([{ found: 1_800 }]);
  });
});
