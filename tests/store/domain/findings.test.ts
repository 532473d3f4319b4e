import { expect, it } from 'vitest';
import type { FindingRecord } from '../../../src/core/finding/finding_record.ts';
import { finding } from '../../core/findings.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph } from './records.ts';

describeEachStore('findings', (open) => {
  const world = async () => {
    const store = await open();
    const { changes, tasks } = aGraph({ a: {} });
    await store.change(...changes);
    const found = (over: Partial<FindingRecord>): FindingRecord =>
      finding({ run: tasks.a.run, task: tasks.a.id, ...over });
    const add = (dueAt: number, ...findings: readonly FindingRecord[]) =>
      store.change({ kind: 'add_findings', task: tasks.a.id, findings, dueAt });
    return { store, task: tasks.a, found, add, all: () => store.read.findingsOf(tasks.a.id) };
  };

  it('are kept once by their key, and become due together', async () => {
    const { add, all, found, store, task } = await world();
    await add(5, found({ id: 'one', dueAt: 5 }));
    await add(9, found({ id: 'again', dueAt: 9 }), found({ id: 'two', key: 'comment:71', dueAt: 9, foundAt: 1 }));
    expect((await all()).map(({ id, dueAt }) => [id, dueAt])).toEqual([
      ['one', 9],
      ['two', 9],
    ]);
    expect(await store.read.findingByKey(task.run, 'comment:71')).toMatchObject({ id: 'two' });
    expect((await store.read.leaseDetails([task.id]))[0]?.findings).toHaveLength(2);
  });

  it('know the first attempt that was told of them, and move only from where they are thought to be', async () => {
    const { add, all, found, store } = await world();
    await add(5, found({ id: 'one' }));
    await store.change({ kind: 'tell_findings', findings: ['one'], attempt: 2 });
    await store.change({ kind: 'tell_findings', findings: ['one'], attempt: 3 });
    await store.change({ kind: 'move_findings', findings: ['one'], from: 'open', to: 'done' });
    expect(await all()).toMatchObject([{ attempt: 2, state: 'done' }]);
    const again = { kind: 'move_findings', findings: ['one'], from: 'open', to: 'done' } as const;
    await expect(store.change(again)).rejects.toThrow();
  });
});
