import { expect, it } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { routedTo } from '../../support/routed_to.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt } from './records.ts';
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

  it.each(['a\u0000b', 'a\ud800b', '\udc00', '😀', '"\\', '\\ud800', '\\\ud800', '\u2028'])(
    'takes any text, and makes whole what is none: %j',
    async (text) => {
      const store = await open();
      const { run, tasks, changes } = aGraph(
        {
          a: {
            settings: { locks: [text], files: [text] },
            over: { routing: routedTo(text), summary: text, outputs: { x: text } },
          },
          b: { after: ['a'] },
        },
        { run: { owner: text } },
      );
      const attempt = anAttempt(tasks.a, { progress: text, failure: { class: 'refused', message: text } });
      await store.write({
        changes: [...changes, { kind: 'insert_attempt', attempt }],
        events: [{ run: run.id, body: { kind: 'attempt_progress', text } }],
      });
      const whole = text.toWellFormed();
      const slice = await store.read.attemptSlice(attempt.id, 'all');
      expect(slice?.attempt).toMatchObject({ progress: whole, failure: { message: whole } });
      expect(slice?.run.owner).toBe(whole);
      expect(slice?.task).toMatchObject({ outputs: { x: whole }, spec: { settings: { locks: [whole] } } });
      await store.read.leaseSlice(['x'], 5);
      expect(await store.read.leaseDetails([tasks.b.id])).toHaveLength(1);
      expect((await store.view.tasks(run.id, 0)).map((task) => task.key)).toEqual(['a', 'b']);
      expect((await store.view.events(run.id, 0, 5))[0]?.data).toEqual({ text: whole });
      expect(await store.view.findRun(text)).toBeNull();
    },
  );
});

describeEachStore('runs of one name', (open) => {
  it('are not at work beside each other: one that has ended goes on only where no other does', async () => {
    const store = await open();
    const ended = aGraph({}, { run: { state: 'failed' } });
    const active = aGraph({}, { repository: ended.repository, run: { sequence: 2, state: 'paused' } });
    await store.change(...ended.changes, ...active.changes);
    const goOn = () => store.change({ kind: 'move_run', run: ended.run.id, from: 'failed', to: 'running' });
    await expect(goOn()).rejects.toMatchObject({ name: 'ConflictError', guard: 'one_active_run' });
    await store.change({ kind: 'move_run', run: active.run.id, from: 'paused', to: 'canceled' });
    await goOn();
  });

  it('have numbers of their own', async () => {
    const store = await open();
    const ended = aGraph({}, { run: { state: 'failed' } });
    const again = aGraph({}, { repository: ended.repository, run: { state: 'canceled' } });
    await store.change(...ended.changes);
    await expect(store.change(...again.changes)).rejects.toMatchObject({ guard: 'one_active_run' });
    const next = aGraph({}, { repository: ended.repository, run: { state: 'canceled', sequence: 2 } });
    await store.change(...next.changes);
    expect((await store.read.newestRun(ended.repository.id, ended.run.name))?.id).toBe(next.run.id);
  });
});
