import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { branchPushed } from '../../../src/core/decide/branch_pushed.ts';
import { pauseRun } from '../../../src/core/decide/pause_run.ts';
import { resumeRun } from '../../../src/core/decide/resume_run.ts';
import { retryTask } from '../../../src/core/decide/retry_task.ts';
import { skipTask } from '../../../src/core/decide/skip_task.ts';
import type { Surroundings } from '../../../src/core/decision.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph, anAttempt, aRunner, newCommit, START } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

/** What people do, decided by core on what the database says, and landed there. */

const around: Surroundings = { now: START, newId: () => v7(), random: () => 0.5 };
const by = { by: 'ada' } as const;
const because = (task: string) => ({ code: 'dependency_failed', message: '', task }) as const;

describeEachDatabase('what people do', (databases) => {
  const open = storeOpener(databases);
  const sliceOf = async (store: TestStore, task: string) => {
    const slice = await store.read.taskSlice(task, 'all');
    if (slice === null) throw new Error('There is no such task.');
    return slice;
  };

  it('a failed task is skipped: what was skipped because of it comes back, and retrying it takes that back', async () => {
    const store = await open();
    const { run, tasks, changes } = aGraph(
      {
        a: { over: { state: 'failed', attempts: 3 } },
        b: { after: ['a'], over: { state: 'skipped', reason: because('a') } },
        c: { after: ['b'], over: { state: 'skipped', reason: because('a') } },
      },
      { run: { state: 'failed', openTasks: 0 } },
    );
    await store.change(...changes);
    const states = async () => {
      const found = await Promise.all(Object.values(tasks).map(({ key }) => store.read.taskByKey(run.id, key)));
      return found.map((task) => task?.state);
    };
    await store.command('skip_task', async () => skipTask(await sliceOf(store, tasks.a.id), by, around));
    expect(await states()).toEqual(['skipped', 'ready', 'pending']);
    expect(await store.read.runById(run.id)).toMatchObject({ state: 'running', openTasks: 2 });
    await store.command('retry_task', async () => retryTask(await sliceOf(store, tasks.a.id), by, around));
    expect(await states()).toEqual(['ready', 'pending', 'pending']);
    expect(await store.read.runById(run.id)).toMatchObject({ state: 'running', openTasks: 3 });
  });

  it('a run is paused: its attempt is told, nothing is handed out, and it goes on when resumed', async () => {
    const store = await open();
    const { run, tasks, changes } = aGraph({ a: { over: { state: 'running', attempts: 1 } }, b: {} });
    const attempt = anAttempt(tasks.a, { number: 1, state: 'running', startedAt: START });
    const agents = [{ name: 'claude', transport: 'text' }] as const;
    await store.change(
      ...changes,
      { kind: 'insert_attempt', attempt },
      { kind: 'save_runner', runner: aRunner({ id: 'runner-1', agents }) },
    );
    const candidates = async () => (await store.read.leaseSlice(['runner-1'], 10)).candidates.map(({ key }) => key);
    expect(await candidates()).toEqual(['b']);
    await store.command('pause_run', async (read) => {
      const { schedulerVersion } = await read.leaseSlice([], 0);
      const slice = await read.runSlice(run.id);
      if (slice === null) throw new Error('There is no such run.');
      return pauseRun({ ...slice, schedulerVersion }, { ...by, because: 'issue_closed' });
    });
    expect(await candidates()).toEqual([]);
    const [told] = await store.read.heartbeatSlice([attempt.id]);
    expect(told?.cancel).toEqual({ how: 'graceful', code: 'paused', reason: 'The run was paused.' });
    expect(await store.read.runById(run.id)).toMatchObject({ state: 'paused', reason: { code: 'issue_closed' } });
    await store.command('resume_run', async (read) => {
      const slice = await read.runSlice(run.id);
      if (slice === null) throw new Error('There is no such run.');
      return resumeRun(slice, { ...by, integrationIntact: true }, around);
    });
    expect(await candidates()).toEqual(['b']);
  });

  it('commits are pushed to the branch of a task in review', async () => {
    const store = await open();
    const [published, pushed] = [newCommit(), newCommit()];
    const { run, tasks, changes } = aGraph({ a: { over: { state: 'in_review', attempts: 1, commit: published } } });
    await store.change(...changes);
    await store.command('branch_pushed', async () =>
      branchPushed(await sliceOf(store, tasks.a.id), { ...by, commit: pushed }, around),
    );
    expect(await store.read.taskByKey(run.id, 'a')).toMatchObject({ state: 'ready', commit: published, pushed });
  });
});
