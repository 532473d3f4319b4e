import { expect, it } from 'vitest';
import type { NewEvent } from '../../../src/core/events.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, START } from './records.ts';

const MERGE = 'd'.repeat(40);

describeEachStore('of a task whose work is merged, and which was sent back to work', (open) => {
  it.each<[string, Partial<TaskRecord>, number | null]>([
    ['that has ended is shown the pull request that was merged', { state: 'skipped' }, 41],
    ['that a further one did not replace', { state: 'failed', pull: 43 }, 41],
    ['also where it is done without another', { state: 'succeeded' }, 41],
    ['and the newest, once that is merged', { state: 'succeeded', pull: 43 }, 43],
    ['while it is at work, its own', { state: 'running' }, null],
    ['of work that is not merged, its own', { state: 'failed', pull: 43, mergeCommit: null }, 43],
  ])('%s', async (_, over, pull) => {
    const store = await open();
    const { changes, run } = aGraph({ a: { over: { mergeCommit: MERGE, ...over } }, b: {} });
    const event = (task: string, body: NewEvent['body']): NewEvent => ({ run: run.id, task, body });
    const events = [
      event('a', { kind: 'pull_opened', pull: 40 }),
      event('a', { kind: 'pull_opened', pull: 41 }),
      event('a', { kind: 'task_merged', mergeCommit: MERGE }),
      event('b', { kind: 'pull_opened', pull: 42 }),
      event('a', { kind: 'pull_opened', pull: 43 }),
    ];
    await store.change(...changes);
    await store.command('tell', async () => ({ changes: [], events, effects: [], result: null }));
    const [a] = await store.view.tasks(run.id, START);
    expect(a?.pull).toBe(pull);
  });
});
