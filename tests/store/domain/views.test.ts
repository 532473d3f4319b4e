import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { RunState } from '../../../src/core/run/run_state.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { RunView, TaskView } from '../../../src/protocol/views.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { aGraph, anAttempt, aRunner, newCommit, START } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

const outcome: Outcome = {
  kind: 'succeeded',
  commit: newCommit(),
  evidence: [],
  outputs: {},
  summary: 'Done.',
  durationMs: 1,
  changedFiles: 1,
  insertions: 2,
  deletions: 3,
};

describeEachDatabase('views', (databases) => {
  const open = storeOpener(databases);

  const aRunOf = async (store: TestStore, id: string, name: string, state: RunState, createdAt: number) => {
    const { changes } = aGraph({ a: {} }, { run: { id, name, state, createdAt } });
    await store.change(...changes);
  };

  it('show a run with its counts, and the number of the newest event in it', async () => {
    const store = await open();
    const { run, repository, changes } = aGraph(
      { a: {}, b: {}, c: { after: ['a'] } },
      {
        run: {
          cancel: 'graceful',
          branchPrefix: 'planwright/dates.2',
          integrationHead: newCommit(),
          issue: 5,
          finalPull: 8,
          reportPath: 'docs/report.md',
          reportCommit: newCommit(),
        },
      },
    );
    await store.write({ changes, events: [{ run: run.id, body: { kind: 'retry_requested', by: 'alice' } }] });
    await store.write({ events: [{ run: run.id, body: { kind: 'retry_requested', by: 'bob' } }] });
    const view = await store.view.findRun(run.id);
    const {
      repository: _,
      concurrency,
      budgetMicros,
      budgetTokens,
      budgetStage,
      timeoutMs,
      deadlineAt,
      openTasks,
      reportPath,
      branchPrefix,
      cancel,
      planEdits: ___,
      ...same
    } = run;
    const { github: __, ...shownRepository } = repository;
    expect(view).toEqual({
      ...same,
      budget: null,
      usage: null,
      questions: [],
      repository: shownRepository,
      integrationBranch: 'planwright/dates.2/plan',
      tasks: { ready: 2, pending: 1 },
      canceling: true,
      event: 2,
    });
    expect(RunView.safeParse(view).error).toBeUndefined();
    expect(await store.view.events(run.id, 1, 10)).toEqual([
      { run: run.id, seq: 2, at: START, task: null, attempt: null, kind: 'retry_requested', data: { by: 'bob' } },
    ]);
    expect((await store.view.events(run.id, 0, 1)).map((event) => event.seq)).toEqual([1]);
  });

  it('tell what people did and what was noticed of it, newest last', async () => {
    const store = await open();
    const { run, changes } = aGraph({ a: {} });
    const other = aGraph({ a: {} });
    await store.write({
      changes: [...changes, ...other.changes],
      events: [
        { run: run.id, body: { kind: 'noticed', what: 'Long gone.' } },
        { run: run.id, body: { kind: 'pause_requested', by: 'ada', because: 'issue_closed' } },
        { run: other.run.id, body: { kind: 'noticed', what: 'Of another run.' } },
        { run: run.id, task: 'a', attempt: 1, body: { kind: 'attempt_progress', text: 'reading' } },
        { run: run.id, body: { kind: 'resume_requested', by: 'ada' } },
        { run: run.id, task: 'a', body: { kind: 'branch_pushed', by: 'bob', commit: 'c'.repeat(40) } },
        { run: run.id, task: 'a', body: { kind: 'retry_requested', by: 'bob' } },
        { run: run.id, task: 'a', body: { kind: 'skip_requested', by: 'bob' } },
        { run: run.id, task: 'a', body: { kind: 'task_cancel_requested', how: 'graceful', by: 'eve' } },
        { run: run.id, body: { kind: 'run_cancel_requested', how: 'graceful', by: 'eve' } },
        { run: run.id, body: { kind: 'noticed', what: 'The orchestrator answered Q2.', overrulable: 2 } },
      ],
    });
    const told = await store.view.notices(run.id, 8);
    expect(told.map(({ text }) => text)).toEqual([
      'ada closed the issue, which paused the run.',
      'ada resumed the run.',
      'bob pushed ccccccc to the branch of `a`.',
      'bob asked to retry `a`.',
      'bob asked to skip `a`.',
      'eve asked to cancel `a`.',
      'eve asked to cancel the run.',
      'The orchestrator answered Q2.',
    ]);
    expect(told.map(({ overrulable }) => overrulable)).toEqual([...Array(7).fill(undefined), 2]);
  });

  it('find a run by id, by the beginning of its id, or by name', async () => {
    const store = await open();
    await aRunOf(store, '0190aaaa-0000-7000-8000-000000000001', 'dates', 'failed', START);
    await aRunOf(store, '0190aaaa-0000-7000-8000-000000000002', 'dates', 'running', START + 1);
    await aRunOf(store, '0190bbbb-0000-7000-8000-000000000003', '0190', 'running', START + 2);
    const found = async (text: string) => (await store.view.findRun(text))?.id.at(-1) ?? null;
    expect(await found('0190aaaa-0000-7000-8000-000000000001')).toBe('1');
    expect(await found('0190b')).toBe('3');
    expect(await found('dates')).toBe('2');
    expect(await found('0190')).toBe('3');
    expect(await found('0190aaaa')).toBeNull();
    expect(await found('019')).toBeNull();
    expect(await found('')).toBeNull();
    expect(await found('0190b%')).toBeNull();
  });

  it('list runs newest first, those that go on or those that ended, of one name', async () => {
    const store = await open();
    const states = ['succeeded', 'running', 'failed', 'pending', 'paused'] as const;
    for (const [index, state] of states.entries()) await aRunOf(store, v7(), `p${index}`, state, START + index);
    const names = async (query: Parameters<TestStore['view']['runs']>[0]) =>
      (await store.view.runs(query)).map((run) => run.name);
    expect(await names({ limit: 10 })).toEqual(['p4', 'p3', 'p2', 'p1', 'p0']);
    expect(await names({ limit: 2 })).toEqual(['p4', 'p3']);
    expect(await names({ limit: 10, active: true })).toEqual(['p4', 'p3', 'p1']);
    expect(await names({ limit: 10, active: false })).toEqual(['p2', 'p0']);
    expect(await names({ limit: 10, name: 'p2' })).toEqual(['p2']);
    expect(await names({ limit: 10, name: 'p2', active: true })).toEqual([]);
  });

  it('show tasks in the order of the plan, with what they wait for and their newest attempt', async () => {
    const store = await open();
    const commit = newCommit();
    const failures = { verification: 1, paused: 2, lost: 3, conflict: 1, timeout: 1 };
    const graph = aGraph({
      done: {
        over: { state: 'succeeded', attempts: 2, commit, mergeCommit: commit, endedAt: 9 },
        settings: { retries: 0 },
      },
      works: { after: ['done'], over: { state: 'running', attempts: 1, failures, cancel: 'graceful' } },
      waits: { after: ['works', 'done'] },
    });
    const { done, works } = graph.tasks;
    const first = anAttempt(done, {
      number: 1,
      state: 'failed',
      startedAt: START,
      endedAt: START + 50,
      failure: { class: 'verification', message: 'Tests failed.' },
    });
    const second = anAttempt(done, {
      number: 2,
      state: 'succeeded',
      startedAt: START + 60,
      endedAt: START + 90,
      outcome,
    });
    const third = anAttempt(works, {
      startedAt: START + 100,
      state: 'running',
      progress: 'reading',
      cancel: { how: 'graceful', reason: 'x' },
    });
    await store.change(
      ...graph.changes,
      ...[first, second, third].map((attempt) => ({ kind: 'insert_attempt' as const, attempt })),
    );
    const views = await store.view.tasks(graph.run.id, START + 107);
    expect(views.map((task) => [task.key, task.dependencies, task.workedMs, task.canceling])).toEqual([
      ['done', [], 80, false],
      ['works', ['done'], 7, true],
      ['waits', ['done', 'works'], 0, false],
    ]);
    expect(views.map((task) => [task.branch, task.failures, task.failuresAllowed, task.latest?.number])).toEqual([
      ['planwright/dates/done', 0, 1, 2],
      [null, 2, 3, 1],
      [null, 0, 3, undefined],
    ]);
    const attempts = await store.view.attempts(graph.run.id, 'done');
    expect(
      attempts.map(({ number, state, class: kind, message, commit }) => [number, state, kind, message, commit]),
    ).toEqual([
      [1, 'failed', 'verification', 'Tests failed.', null],
      [2, 'succeeded', null, null, outcome.commit],
    ]);
    expect(attempts[1]).toEqual(views[0]?.latest);
    expect(views[0]?.latest).toMatchObject({
      task: 'done',
      ref: second.request.attemptRef,
      summary: 'Done.',
      changedFiles: 1,
      insertions: 2,
      deletions: 3,
    });
    expect(views[1]?.latest).toMatchObject({ progress: 'reading', canceling: true, agent: 'claude' });
    for (const view of views)
      expect(TaskView.omit({ waitsFor: true, agents: true }).safeParse(view).error).toBeUndefined();
  });

  it('count what each runner has at work', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({ a: {}, b: {} });
    const [one, other] = [aRunner(), aRunner({ id: 'runner-2', name: 'a first one' })];
    await store.change(
      ...changes,
      { kind: 'save_runner', runner: one },
      { kind: 'save_runner', runner: { ...other, slots: 1 } },
      { kind: 'save_runner', runner: other },
      { kind: 'see_runner', runner: other.id, at: START + 5 },
      { kind: 'see_runner', runner: one.id, at: START - 5 },
      { kind: 'see_runner', runner: 'unknown', at: START },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.a) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.b, { state: 'lost' }) },
    );
    expect(await store.view.runners()).toEqual([
      { ...other, seenAt: START + 5, busy: 0, orchestrating: 0, revoked: false },
      { ...one, busy: 1, orchestrating: 0, revoked: false },
    ]);
    expect(await store.read.runnerById(one.id)).toEqual(one);
  });
});
