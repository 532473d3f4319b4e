import { expect, it } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import type { Change } from '../../../src/core/changes.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import { FAILURE_POLICIES } from '../../../src/core/retry/failure_policy.ts';
import type { Evidence } from '../../../src/protocol/evidence.ts';
import { FailureClass, type Outcome } from '../../../src/protocol/outcome.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { routedTo } from '../../support/routed_to.ts';
import { aGraph, anAttempt, aRepository, aRunner, newCommit, START } from './records.ts';
import { storeOpener, type TestStore } from './store_test.ts';

const claude = [{ name: 'claude', transport: 'text' }] as const;
const lease = (task: TaskRecord, runner = 'runner-1'): readonly Change[] => [
  { kind: 'insert_attempt', attempt: anAttempt(task, { runner, number: task.attempts + 1 }) },
  {
    kind: 'move_task',
    task: task.id,
    from: 'ready',
    fromAttempt: task.attempts,
    to: 'running',
    set: { attempts: task.attempts + 1 },
  },
];

describeEachDatabase('leases', (databases) => {
  const open = storeOpener(databases);

  const candidates = async (store: TestStore, runners: readonly string[] = ['runner-1'], limit = 100) =>
    (await store.read.leaseSlice(runners, limit)).candidates.map((task) => task.key);

  it('offer ready tasks by priority, rank, age of the run and place in the plan', async () => {
    const store = await open();
    const old = aGraph({
      second: { over: { rank: 5 } },
      fifth: { over: { rank: 1 } },
      first: { settings: { priority: 1 }, over: { rank: 0 } },
      waits: { after: ['first'] },
      fourth: { over: { rank: 3, position: 9 } },
      third: { over: { rank: 3, position: 8 } },
    });
    const young = aGraph({ last: { over: { rank: 1 } } }, { run: { createdAt: START + 1 } });
    const runner: Change = { kind: 'save_runner', runner: aRunner() };
    await store.change(runner, ...young.changes, ...old.changes);
    const order = ['first', 'second', 'third', 'fourth', 'fifth', 'last'];
    expect(await candidates(store)).toEqual(order);
    const slice = await store.read.leaseSlice(['runner-1'], 3);
    expect([slice.candidates.map((task) => task.key), slice.more]).toEqual([
      order.slice(0, 3),
      { task: true, orchestrator: false },
    ]);
    expect((await store.read.leaseSlice(['runner-1'], 6)).more.task).toBe(false);
  });

  it('offer nothing of runs that have not begun, are paused, end, or have as much at work as they may', async () => {
    const store = await open();
    await store.change({ kind: 'save_runner', runner: aRunner() });
    const runs = [
      { state: 'pending' },
      { state: 'paused' },
      { state: 'running', cancel: 'graceful' },
      { state: 'running', concurrency: 1 },
      { state: 'running', concurrency: 2 },
    ] as const;
    for (const [index, run] of runs.entries()) {
      const name = `run${index}`;
      const graph = aGraph(
        { [`works${index}`]: { over: { state: 'running' } }, [name]: {} },
        { run: { ...run, name } },
      );
      await store.change(...graph.changes);
    }
    expect(await candidates(store)).toEqual(['run4']);
  });

  it('offer what one of the runners that wait has an agent for', async () => {
    const store = await open();
    const graph = aGraph({
      any: {},
      named: { over: { routing: routedTo('claude') } },
      other: { over: { routing: routedTo('nobody', 'codex') } },
      command: { over: { kind: 'command' } },
      final: { over: { kind: 'verification' } },
    });
    await store.change(
      ...graph.changes,
      { kind: 'save_runner', runner: aRunner({ id: 'bare', agents: [] }) },
      { kind: 'save_runner', runner: aRunner({ id: 'claude', agents: claude }) },
      { kind: 'save_runner', runner: aRunner({ id: 'codex', agents: [{ name: 'codex', transport: 'text' }] }) },
    );
    expect(await candidates(store, ['bare'])).toEqual(['command', 'final']);
    expect(await candidates(store, ['claude'])).toEqual(['any', 'named', 'command', 'final']);
    expect(await candidates(store, ['codex'])).toEqual(['any', 'other', 'command', 'final']);
    expect(await candidates(store, ['bare', 'claude', 'codex'])).toHaveLength(5);
    const slice = await store.read.leaseSlice(['codex'], 10);
    expect(slice.candidates.map((task) => task.routing)).toContainEqual(routedTo('nobody', 'codex'));
  });

  it('show what is at work: of each runner, repository and run, with files and locks', async () => {
    const store = await open();
    const repository = aRepository();
    const graph = aGraph(
      {
        a: { settings: { files: ['a/**'] } },
        b: { settings: { files: ['b/**', 'c'] }, over: { state: 'in_review' } },
        c: { settings: { files: ['never'], labels: ['gpu'], locks: ['db'] } },
        d: {},
        e: {},
      },
      { repository, run: { concurrency: 7 } },
    );
    const idle = aGraph({ z: { settings: { files: ['z'] }, over: { state: 'running' } } }, { run: { name: 'idle' } });
    await store.change(
      ...graph.changes,
      ...idle.changes,
      { kind: 'save_runner', runner: aRunner() },
      { kind: 'save_runner', runner: aRunner({ id: 'idle' }) },
      ...lease(graph.tasks.a),
      ...lease(graph.tasks.d),
      { kind: 'insert_attempt', attempt: anAttempt(graph.tasks.e, { agent: null, provider: null, state: 'running' }) },
      { kind: 'insert_attempt', attempt: anAttempt(graph.tasks.b, { state: 'succeeded' }) },
      { kind: 'insert_attempt', attempt: anAttempt(idle.tasks.z, { runner: 'another' }) },
      { kind: 'take_lock', repository: repository.id, name: 'port', task: graph.tasks.a.id },
    );
    const slice = await store.read.leaseSlice(['idle', 'runner-1', 'unknown'], 10);
    expect(slice.runners.map(({ runner, load }) => [runner.id, load])).toEqual([
      ['idle', {}],
      ['runner-1', { claude: 2, '': 1 }],
    ]);
    expect(slice.serviceLoad).toBe(4);
    expect(slice.repositoryLoad).toEqual({ [repository.id]: 3, [idle.repository.id]: 1 });
    expect(slice.runs).toEqual({
      [graph.run.id]: { running: 2, concurrency: 7, filesInUse: [['a/**'], ['b/**', 'c']], openTasks: 5, budget: null },
    });
    expect(slice.locksHeld).toEqual({ [repository.id]: ['port'] });
    expect(slice.candidates[0]).toEqual({
      id: graph.tasks.c.id,
      run: graph.run.id,
      repository: repository.id,
      repositoryName: repository.name,
      key: 'c',
      kind: 'agent',
      slot: 'task',
      passedOver: [],
      attempts: 0,
      routing: ANY_AGENT,
      labels: ['gpu'],
      locks: ['db'],
      files: ['never'],
      maxCostMicros: null,
      maxTokens: null,
      session: null,
    });
  });

  it('keep orchestrators apart: in what they offer, and from all that counts', async () => {
    const store = await open();
    const orchestrates = { routing: { ...ANY_AGENT, role: 'orchestrator' } };
    const graph = aGraph(
      {
        works: {},
        decides: { over: orchestrates },
        judges: { over: orchestrates },
        answers: { over: orchestrates },
        waits: {},
      },
      { run: { concurrency: 2 } },
    );
    const { works, decides } = graph.tasks;
    await store.change(...graph.changes, { kind: 'save_runner', runner: aRunner() });
    const look = async (limit = 10) => {
      const { candidates: found, more } = await store.read.leaseSlice(['runner-1'], limit);
      return { offered: found.map(({ key, slot }) => [key, slot]), more };
    };
    expect(await look(2)).toEqual({
      offered: [
        ['works', 'task'],
        ['waits', 'task'],
        ['decides', 'orchestrator'],
        ['judges', 'orchestrator'],
      ],
      more: { task: false, orchestrator: true },
    });
    await store.change(...lease(works), ...lease(decides));
    expect((await look()).offered).toEqual([
      ['waits', 'task'],
      ['judges', 'orchestrator'],
      ['answers', 'orchestrator'],
    ]);
    const slice = await store.read.leaseSlice(['runner-1'], 10);
    expect(slice.runners.map(({ load }) => load)).toEqual([{ claude: 1 }]);
    expect([slice.serviceLoad, slice.repositoryLoad]).toEqual([1, { [graph.repository.id]: 1 }]);
    expect(slice.runs[graph.run.id]?.running).toBe(1);
    expect(await store.view.runners()).toMatchObject([{ busy: 1, orchestrating: 1 }]);
    await store.change(...lease(graph.tasks.waits));
    expect((await look()).offered).toEqual([
      ['judges', 'orchestrator'],
      ['answers', 'orchestrator'],
    ]);
  });

  it('hand a task out once, however many ask at the same moment', async () => {
    const store = await open();
    const keys = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const graph = aGraph(Object.fromEntries(keys.map((key) => [key, {}])));
    await store.change(...graph.changes, { kind: 'save_runner', runner: aRunner() });
    const leased = await Promise.all(
      ['p', 'q', 'r', 's'].map((runner) =>
        store.command('lease', async (read) => {
          const slice = await read.leaseSlice(['runner-1'], 3);
          const tasks = (await read.leaseDetails(slice.candidates.map((task) => task.id))).map(({ task }) => task);
          return {
            changes: [
              { kind: 'advance_scheduler', from: slice.schedulerVersion },
              ...tasks.flatMap((task) => lease(task, runner)),
            ],
            events: [],
            effects: [],
            result: tasks.map((task) => task.key),
          };
        }),
      ),
    );
    expect(leased.flat().sort()).toEqual([...keys].sort());
    expect((await store.read.leaseSlice(['runner-1'], 3)).schedulerVersion).toBe(4);
  });
});

describeEachDatabase('details of a leased task', (databases) => {
  const open = storeOpener(databases);
  const evidence = (exitCode: number): Evidence => ({
    step: 'verify',
    argv: ['npm', 'test'],
    end: { kind: 'exited', exitCode },
    durationMs: 5,
    commit: null,
    outputTail: `exit ${exitCode}`,
  });
  const outcome: Outcome = {
    kind: 'failed',
    class: 'verification',
    message: 'Tests failed.',
    commit: newCommit(),
    evidence: [evidence(0), evidence(3)],
    outputs: {},
    summary: '',
    durationMs: 1,
    changedFiles: 1,
    insertions: 2,
    deletions: 3,
  };

  it('are what its dependencies gave, the merges behind them, and the plan', async () => {
    const store = await open();
    const [first, second] = [newCommit(), newCommit()];
    const graph = aGraph({
      merged: { over: { state: 'succeeded', mergeCommit: first } },
      unchanged: {
        after: ['merged'],
        over: { state: 'succeeded', summary: 'Nothing to do.', outputs: { version: '2' } },
      },
      tolerated: { over: { state: 'quarantined' } },
      other: { over: { state: 'succeeded', mergeCommit: second } },
      far: { over: { state: 'succeeded', mergeCommit: newCommit() } },
      picked: { after: ['unchanged', 'tolerated', 'other'], over: { state: 'ready' } },
      lone: {},
    });
    await store.change(...graph.changes);
    const { run, repository, tasks } = graph;
    const details = await store.read.leaseDetails([tasks.lone.id, 'unknown', tasks.picked.id]);
    expect(details.map(({ task }) => task)).toEqual([tasks.lone, tasks.picked]);
    const [lone, picked] = details;
    expect(lone).toMatchObject({ dependencies: [], mustContain: [], earlier: null });
    expect(picked).toMatchObject({ run, repository, context: 'What every agent is told.', earlier: null });
    expect(picked?.mustContain).toEqual([first, second]);
    const nothing = { summary: '', outputs: {}, commit: null };
    expect(picked?.dependencies).toEqual([
      {
        ...nothing,
        task: 'unchanged',
        title: 'Title of unchanged',
        state: 'succeeded',
        summary: 'Nothing to do.',
        outputs: { version: '2' },
      },
      { ...nothing, task: 'tolerated', title: 'Title of tolerated', state: 'failed' },
      { ...nothing, task: 'other', title: 'Title of other', state: 'succeeded', commit: second },
    ]);
    expect(picked?.overview.map((entry) => [entry.key, entry.state])).toEqual(
      Object.values(tasks).map((task) => [task.key, task.state]),
    );
  });

  it('say how the attempt before failed, whatever was given back or lost since', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({
      a: { over: { attempts: 4 } },
      b: { over: { attempts: 2 } },
      c: { over: { attempts: 1 } },
    });
    const failure = { class: 'verification', message: 'Tests failed.' } as const;
    const failed = { state: 'failed', startedAt: START, base: 'base', outcome, failure } as const;
    const lost = { state: 'lost', failure: { class: 'lost', message: 'gone' } } as const;
    await store.change(
      ...changes,
      { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 1, state: 'failed', startedAt: 1 }) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 2, ...failed }) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 3, ...lost }) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.b, { number: 1, ...failed }) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.b, { number: 2, state: 'succeeded', startedAt: START }) },
    );
    const [a, b] = await store.read.leaseDetails([tasks.a.id, tasks.b.id]);
    expect(a?.earlier).toEqual({
      number: 2,
      ...failure,
      commit: outcome.commit,
      base: 'base',
      evidence: [{ argv: ['npm', 'test'], end: 'exit 3', outputTail: 'exit 3' }],
    });
    expect(b?.earlier).toBeNull();
    const diedAtWork = { ...lost, startedAt: START };
    await store.change(
      { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 4, ...diedAtWork }) },
      { kind: 'insert_attempt', attempt: anAttempt(tasks.c, { number: 1, ...diedAtWork }) },
    );
    const [again, c] = await store.read.leaseDetails([tasks.a.id, tasks.c.id]);
    expect(again?.earlier).toEqual(a?.earlier);
    expect(c?.earlier).toMatchObject({ number: 1, class: 'lost' });
    const paused = {
      state: 'canceled',
      outcome,
      failure: { class: 'paused', message: 'The run was paused.' },
    } as const;
    await store.change({ kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 5, ...paused }) });
    expect((await store.read.leaseDetails([tasks.a.id]))[0]?.earlier).toEqual(a?.earlier);
    await store.change({
      kind: 'insert_attempt',
      attempt: anAttempt(tasks.a, { number: 6, ...paused, startedAt: START, base: 'base' }),
    });
    expect((await store.read.leaseDetails([tasks.a.id]))[0]?.earlier).toEqual(a?.earlier);
    const [last] = await store.rows('SELECT id FROM attempts WHERE task = ? AND number = 2', tasks.b.id);
    const conflict = { class: 'conflict', message: 'Both changed a.ts.' } as const;
    await store.change({ kind: 'note_failure', attempt: String(last?.id), failure: conflict });
    expect((await store.read.leaseDetails([tasks.b.id]))[0]?.earlier).toMatchObject({ number: 2, ...conflict });
  });

  it.each(FailureClass.options)(
    'say what to mend, and what is gone on from, after an attempt that ended as %s',
    async (name) => {
      const store = await open();
      const { tasks, changes } = aGraph({ a: { over: { attempts: 2 } } });
      const commit = newCommit();
      const ended = { state: 'failed', startedAt: START, base: 'base' } as const;
      const tests = { ...ended, outcome, failure: { class: 'verification', message: 'Tests failed.' } } as const;
      const later = { ...ended, outcome: { ...outcome, commit }, failure: { class: name, message: 'It ended.' } };
      await store.change(
        ...changes,
        { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 1, ...tests }) },
        { kind: 'insert_attempt', attempt: anAttempt(tasks.a, { number: 2, ...later }) },
      );
      const [a] = await store.read.leaseDetails([tasks.a.id]);
      const { isInterruption } = FAILURE_POLICIES[name];
      expect(a?.earlier?.number).toBe(isInterruption ? 1 : 2);
      expect(a?.kept.map((work) => work.commit)).toEqual(isInterruption ? [commit] : []);
    },
  );

  it('are also what interrupted attempts left, whether somebody went on from it, and whether it still stands', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({ a: { over: { attempts: 5 } }, b: { over: { attempts: 2 } } });
    const [one, two, four] = [newCommit(), newCommit(), newCommit()];
    const lost = (commit?: string) => {
      const kept = commit === undefined ? {} : { kept: { commit, ref: 'refs/planwright/attempts/r/a/1' } };
      return {
        state: 'lost',
        startedAt: START,
        base: 'base',
        failure: { class: 'lost', message: 'gone', ...kept },
      } as const;
    };
    const failure = { class: 'verification', message: 'Tests failed.' } as const;
    const failed = { state: 'failed', startedAt: START, base: 'base', outcome, failure } as const;
    const shutDown = {
      ...failed,
      outcome: { ...outcome, commit: four },
      failure: { class: 'transient', message: 'off' },
    } as const;
    const add = (task: 'a' | 'b', number: number, over: Parameters<typeof anAttempt>[1]) =>
      ({ kind: 'insert_attempt', attempt: anAttempt(tasks[task], { number, ...over }) }) as const;
    await store.change(
      ...changes,
      add('a', 1, lost(one)),
      add('a', 2, { ...lost(two), startCommit: one }),
      add('a', 3, failed),
      add('a', 4, shutDown),
      add('a', 5, lost()),
      add('b', 1, lost(one)),
      add('b', 2, { state: 'succeeded', startedAt: START }),
    );
    const [a, b] = await store.read.leaseDetails([tasks.a.id, tasks.b.id]);
    const work = { class: 'lost', base: 'base', isTakenUp: false, isNewest: false } as const;
    expect(a?.kept).toEqual([
      { ...work, number: 4, class: 'transient', commit: four, isNewest: true },
      { ...work, number: 2, commit: two },
      { ...work, number: 1, commit: one, isTakenUp: true },
    ]);
    expect(b?.kept).toEqual([{ ...work, number: 1, commit: one }]);
    expect(a?.earlier).toMatchObject({ number: 3 });
  });
});
