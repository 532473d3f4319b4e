import { expect, it } from 'vitest';
import { HIDDEN_POSITION } from '../../../src/core/task/hidden_task.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, aRunner, aTask, START } from './records.ts';

const graph = () => {
  const { changes, run, tasks } = aGraph({ a: { over: { state: 'failed' } }, b: {} });
  const routing = { ...tasks.a.routing, role: 'orchestrator' };
  const over = { kind: 'answering', position: HIDDEN_POSITION, routing, state: 'ready', priority: -1 } as const;
  const hidden = aTask(run.id, '_answer-1', over);
  return { run, hidden, changes: [...changes, { kind: 'insert_hidden_task' as const, task: hidden }] };
};

describeEachStore('a hidden task', (open) => {
  it('is seen nowhere among the tasks of its run, and not counted', async () => {
    const store = await open();
    const { run, hidden, changes } = graph();
    await store.change(...changes);
    expect((await store.view.tasks(run.id, START)).map(({ key }) => key)).toEqual(['a', 'b']);
    expect((await store.view.findRun(run.id))?.tasks).toEqual({ failed: 1, ready: 1 });
    expect(await store.read.taskByKey(run.id, hidden.key)).toBeNull();
    const failed = { kind: 'move_task', task: hidden.id, from: 'ready', fromAttempt: 0, to: 'failed' } as const;
    await store.change(failed);
    expect(await store.read.concludeSlice(run.id)).toMatchObject({
      bad: [{ key: 'a', state: 'failed' }],
      run: { openTasks: 2 },
    });
  });

  it('is handed out like others of its slot, ends with its run, and its agent hears of the seen ones alone', async () => {
    const store = await open();
    const { run, hidden, changes } = graph();
    await store.change(...changes, { kind: 'save_runner', runner: aRunner() });
    const slice = await store.read.leaseSlice(['runner-1'], 10);
    expect(slice.candidates.map(({ key, slot }) => [key, slot])).toContainEqual(['_answer-1', 'orchestrator']);
    expect((await store.read.runSlice(run.id))?.open.map(({ key, kind }) => [key, kind])).toEqual([
      ['b', 'agent'],
      ['_answer-1', 'answering'],
    ]);
    const [details] = await store.read.leaseDetails([hidden.id]);
    expect(details?.overview.map(({ key }) => key)).toEqual(['a', 'b']);
  });
});
