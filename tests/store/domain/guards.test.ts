import { describe, expect, it } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import type { Change } from '../../../src/core/changes.ts';
import { HIDDEN_POSITION } from '../../../src/core/task/hidden_task.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { memoryStore } from '../../support/memory_store.ts';
import { aGraph, anAttempt, aRun, aTask, START } from './records.ts';
import { storeOpener, type TestStore, type WritableStore, writable } from './store_test.ts';

const graph = () =>
  aGraph(
    {
      a: { over: { state: 'running', attempts: 1 } },
      b: { after: ['a'] },
      idle: {},
    },
    { run: { openTasks: 2 } },
  );

type World = ReturnType<typeof graph> & { readonly attempt: ReturnType<typeof anAttempt> };

const failure = { class: 'conflict', message: 'Both changed a.ts.' } as const;

/** Every guarded change: one that lands on the world below, ones that do not, and the guard that stops them. */
const cases: readonly {
  readonly name: string;
  readonly guard: string;
  readonly lands: (world: World) => Change;
  readonly refused: (world: World) => readonly Change[];
}[] = [
  {
    name: 'move_run',
    guard: 'run_in_state',
    lands: ({ run }) => ({ kind: 'move_run', run: run.id, from: 'running', to: 'failed', set: { endedAt: 5 } }),
    refused: ({ run }) => [
      { kind: 'move_run', run: run.id, from: 'pending', to: 'running' },
      { kind: 'move_run', run: 'nobody', from: 'running', to: 'failed' },
    ],
  },
  {
    name: 'set_run',
    guard: 'run_in_state',
    lands: ({ run }) => ({
      kind: 'set_run',
      run: run.id,
      in: 'running',
      set: { cancel: 'graceful', reportCommit: 'f'.repeat(40) },
    }),
    refused: ({ run }) => [
      { kind: 'set_run', run: run.id, in: 'paused', set: { cancel: 'graceful' } },
      { kind: 'set_run', run: 'nobody', in: 'running', set: { cancel: 'graceful' } },
    ],
  },
  {
    name: 'count_open_tasks',
    guard: 'run_exists',
    lands: ({ run }) => ({ kind: 'count_open_tasks', run: run.id, by: -1 }),
    refused: () => [{ kind: 'count_open_tasks', run: 'nobody', by: -1 }],
  },
  {
    name: 'require_integration_head',
    guard: 'integration_head_unmoved',
    lands: ({ run }) => ({ kind: 'set_run', run: run.id, in: 'running', set: { integrationHead: 'f'.repeat(40) } }),
    refused: ({ run }) => [
      { kind: 'require_integration_head', run: run.id, head: 'd'.repeat(40) },
      { kind: 'require_integration_head', run: run.id, head: run.integrationHead === null ? 'e'.repeat(40) : null },
      { kind: 'require_integration_head', run: 'nobody', head: null },
    ],
  },
  {
    name: 'require_no_open_tasks',
    guard: 'run_without_open_tasks',
    lands: ({ run }) => ({ kind: 'count_open_tasks', run: run.id, by: -2 }),
    refused: ({ run }) => [
      { kind: 'require_no_open_tasks', run: run.id },
      { kind: 'require_no_open_tasks', run: 'nobody' },
    ],
  },
  {
    name: 'insert_run',
    guard: 'one_active_run',
    lands: ({ run }) => ({
      kind: 'insert_run',
      run: aRun({ repository: run.repository, name: 'other' }),
      plan: {
        context: '',
        settings: { merge: 'integration', verify: [], setup: [], headings: [], taskDefaults: {} },
        groups: [],
        tasks: [],
      },
      agents: NO_AGENT_SETTINGS,
      tasks: [],
      dependencies: [],
    }),
    refused: ({ run, changes }) =>
      [{ sequence: 2 }, { state: 'failed' as const }].map((over) => ({
        ...(changes[1] as Extract<Change, { kind: 'insert_run' }>),
        run: aRun({ repository: run.repository, ...over }),
        tasks: [],
        dependencies: [],
      })),
  },
  {
    name: 'insert_hidden_task',
    guard: 'task_new',
    lands: ({ run }) => ({
      kind: 'insert_hidden_task',
      task: aTask(run.id, '_answer-1', { kind: 'answering', position: HIDDEN_POSITION }),
    }),
    refused: ({ tasks }) => [{ kind: 'insert_hidden_task', task: { ...tasks.a, key: '_answer-1' } }],
  },
  {
    name: 'save_repository',
    guard: 'repository_known_once',
    lands: ({ repository }) => ({
      kind: 'save_repository',
      repository: { ...repository, name: 'team/renamed' },
      at: START,
    }),
    refused: ({ repository }) => [{ kind: 'save_repository', repository: { ...repository, id: 'another' }, at: START }],
  },
  {
    name: 'move_task',
    guard: 'task_in_state',
    lands: ({ tasks }) => ({
      kind: 'move_task',
      task: tasks.a.id,
      from: 'running',
      fromAttempt: 1,
      to: 'in_review',
      set: { commit: 'c', outputs: { x: 'y' } },
    }),
    refused: ({ tasks }) => [
      { kind: 'move_task', task: tasks.a.id, from: 'ready', fromAttempt: 1, to: 'running' },
      { kind: 'move_task', task: tasks.a.id, from: 'running', fromAttempt: 2, to: 'in_review' },
      { kind: 'move_task', task: 'nobody', from: 'running', fromAttempt: 1, to: 'in_review' },
    ],
  },
  {
    name: 'set_task',
    guard: 'task_in_state',
    lands: ({ tasks }) => ({
      kind: 'set_task',
      task: tasks.a.id,
      in: 'running',
      atAttempt: 1,
      set: { cancel: 'immediate' },
    }),
    refused: ({ tasks }) => [
      { kind: 'set_task', task: tasks.a.id, in: 'ready', atAttempt: 1, set: { cancel: 'immediate' } },
      { kind: 'set_task', task: tasks.a.id, in: 'running', atAttempt: 0, set: { cancel: 'immediate' } },
    ],
  },
  {
    name: 'close_dependency',
    guard: 'dependency_exists',
    lands: ({ run, tasks }) => ({
      kind: 'close_dependency',
      run: run.id,
      task: tasks.b.id,
      dependsOn: tasks.a.id,
    }),
    refused: ({ run, tasks }) => [
      { kind: 'close_dependency', run: run.id, task: tasks.a.id, dependsOn: tasks.b.id },
      { kind: 'reopen_dependency', run: run.id, task: tasks.idle.id, dependsOn: tasks.a.id },
    ],
  },
  {
    name: 'insert_attempt',
    guard: 'attempt_number_free',
    lands: ({ tasks }) => ({ kind: 'insert_attempt', attempt: anAttempt(tasks.idle) }),
    refused: ({ tasks }) => [{ kind: 'insert_attempt', attempt: anAttempt(tasks.a) }],
  },
  {
    name: 'move_attempt',
    guard: 'attempt_in_state',
    lands: ({ attempt }) => ({
      kind: 'move_attempt',
      attempt: attempt.id,
      from: 'leased',
      to: 'running',
      set: { startedAt: 7, base: 'b', startCommit: 's' },
    }),
    refused: ({ attempt }) => [
      { kind: 'move_attempt', attempt: attempt.id, from: 'running', to: 'lost' },
      { kind: 'move_attempt', attempt: 'nobody', from: 'leased', to: 'lost' },
    ],
  },
  {
    name: 'renew_lease',
    guard: 'attempt_in_state',
    lands: ({ attempt }) => ({
      kind: 'renew_lease',
      attempt: attempt.id,
      in: 'leased',
      leaseUntil: 99,
      progress: 'reading',
    }),
    refused: ({ attempt }) => [{ kind: 'renew_lease', attempt: attempt.id, in: 'running', leaseUntil: 99 }],
  },
  {
    name: 'order_cancel',
    guard: 'attempt_in_state',
    lands: ({ attempt }) => ({
      kind: 'order_cancel',
      attempt: attempt.id,
      in: 'leased',
      how: 'graceful',
      code: 'canceled',
      reason: 'Canceled by bob.',
    }),
    refused: ({ attempt }) => [
      { kind: 'order_cancel', attempt: attempt.id, in: 'running', how: 'graceful', code: 'canceled', reason: 'no' },
    ],
  },
  {
    name: 'note_failure',
    guard: 'attempt_exists',
    lands: ({ attempt }) => ({ kind: 'note_failure', attempt: attempt.id, failure }),
    refused: () => [{ kind: 'note_failure', attempt: 'nobody', failure }],
  },
  {
    name: 'take_lock',
    guard: 'lock_free',
    lands: ({ repository, tasks }) => ({
      kind: 'take_lock',
      repository: repository.id,
      name: 'db',
      task: tasks.a.id,
    }),
    refused: ({ repository, tasks }) => [
      { kind: 'take_lock', repository: repository.id, name: 'port', task: tasks.b.id },
    ],
  },
  {
    name: 'advance_scheduler',
    guard: 'scheduler_version',
    lands: () => ({ kind: 'advance_scheduler', from: 0 }),
    refused: () => [{ kind: 'advance_scheduler', from: 1 }],
  },
];

async function dump(store: TestStore): Promise<string> {
  const names = await store.rows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name NOT LIKE 'libsql_%' ORDER BY name`);
  const tables: unknown[] = [];
  for (const { name } of names) tables.push(name, await store.rows(`SELECT * FROM "${name}" ORDER BY rowid`));
  return JSON.stringify(tables);
}

async function world(store: WritableStore): Promise<World> {
  const made = graph();
  const attempt = anAttempt(made.tasks.a);
  await store.change(
    ...made.changes,
    { kind: 'insert_attempt', attempt },
    { kind: 'take_lock', repository: made.repository.id, name: 'port', task: made.tasks.a.id },
  );
  return { ...made, attempt };
}

/** What has to hold in each store; `contents`: everything that it keeps. */
function guardsHold<Kind extends WritableStore>(
  open: () => Promise<Kind>,
  contents: (store: Kind) => Promise<string>,
): void {
  it.each(cases)('$guard stops the whole command on anything but what $name expects', async (its) => {
    const store = await open();
    const made = await world(store);
    const before = await contents(store);
    for (const change of its.refused(made)) {
      // What came before the guard in the same command must be gone as well.
      const together = store.write({
        changes: [{ kind: 'count_open_tasks', run: made.run.id, by: 1 }, change],
        events: [{ run: made.run.id, body: { kind: 'retry_requested', by: 'alice' } }],
      });
      await expect(together).rejects.toMatchObject({ name: 'ConflictError', guard: its.guard });
      expect(await contents(store)).toBe(before);
    }
    await store.change(its.lands(made));
    expect(await contents(store)).not.toBe(before);
  });
}

describeEachDatabase('guards of changes', (databases) => {
  const open = storeOpener(databases);
  guardsHold(open, dump);

  it('let a task take a lock twice, and another one after its release', async () => {
    const store = await open();
    const { repository, tasks } = await world(store);
    const take = (task: string): Change => ({ kind: 'take_lock', repository: repository.id, name: 'port', task });
    await store.change(take(tasks.a.id));
    await store.change({ kind: 'release_locks', task: tasks.a.id }, take(tasks.idle.id));
    expect(await store.rows('SELECT name, task FROM locks')).toEqual([{ name: 'port', task: tasks.idle.id }]);
  });

  it('set the fields that are given and leave the others', async () => {
    const store = await open();
    const { tasks, attempt } = await world(store);
    const reason = { code: 'conflict', message: 'No.' } as const;
    await store.change(
      { kind: 'set_task', task: tasks.a.id, in: 'running', atAttempt: 1, set: { reason, failures: { lost: 1 } } },
      {
        kind: 'order_cancel',
        attempt: attempt.id,
        in: 'leased',
        how: 'graceful',
        code: 'canceled',
        reason: 'Because.',
      },
    );
    expect(await store.taskNow(tasks.a)).toEqual({ ...tasks.a, reason, failures: { lost: 1 } });
    await store.change({ kind: 'set_task', task: tasks.a.id, in: 'running', atAttempt: 1, set: { reason: null } });
    expect(await store.taskNow(tasks.a)).toEqual({ ...tasks.a, failures: { lost: 1 } });
    expect(await store.rows('SELECT count(*) AS none FROM tasks WHERE reason IS NULL')).toEqual([{ none: 3 }]);
    const slice = await store.read.attemptSlice(attempt.id, 'direct');
    expect(slice?.attempt).toEqual({ ...attempt, cancel: { how: 'graceful', code: 'canceled', reason: 'Because.' } });
  });
});

describe('guards of changes (memory)', () => {
  const clock = { time: START, now: () => clock.time };
  guardsHold(
    async () => {
      const store = memoryStore(clock.now);
      return { ...writable(store, clock), tables: store.tables };
    },
    async ({ tables }) => JSON.stringify(Object.values(tables).map((table) => [...table])),
  );
});
