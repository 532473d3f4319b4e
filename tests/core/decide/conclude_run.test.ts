import { describe, expect, test } from 'vitest';
import { concludeRun } from '../../../src/core/decide/conclude_run.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import type { ConcludeSlice, TaskSlice } from '../../../src/core/slices.ts';
import {
  ASKED_NO_MORE,
  attemptRecord,
  BASE,
  executionRequest,
  MERGE,
  NOW,
  runRecord,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

/** Keys of tasks, by how they ended. */
type Ends = { readonly [State in 'failed' | 'quarantined' | 'canceled']?: readonly string[] };

const badOf = (ends: Ends): ConcludeSlice['bad'] =>
  Object.entries(ends).flatMap(([state, keys]) =>
    keys.map((key) => ({ id: `task-${key}`, key, state: state as keyof Ends, attempts: 1 })),
  );
const conclude = (run: Partial<RunRecord>, ends: Ends = {}) =>
  concludeRun({ run: runRecord({ openTasks: 0, ...run }), bad: badOf(ends), verification: null }, surroundings());

test('with everything in, the run succeeds through its review', () => {
  const decision = conclude({});
  expect(decision.changes).toEqual([
    { kind: 'require_no_open_tasks', run: 'run' },
    { kind: 'move_run', run: 'run', from: 'running', to: 'in_review' },
    ASKED_NO_MORE,
    { kind: 'move_run', run: 'run', from: 'in_review', to: 'succeeded', set: { endedAt: NOW, reason: null } },
  ]);
  expect(decision.events.map((event) => event.body)).toEqual([
    { kind: 'run_moved', from: 'running', to: 'in_review' },
    { kind: 'run_moved', from: 'in_review', to: 'succeeded' },
  ]);
});

describe('a local run whose plan wants a report', () => {
  const offer = { id: 'id-1', run: 'run', lane: 'show:run', key: 'offer:run', effect: { kind: 'offer_run' } };

  test('waits for it in its review', () => {
    const decision = conclude({ integrationHead: MERGE, reportPath: 'report.md' });
    expect(decision.changes.at(-1)).toMatchObject({ kind: 'move_run', from: 'running', to: 'in_review' });
    expect(decision.effects).toEqual([offer]);
  });

  test('that integrated nothing, or failed, gets none', () => {
    const idle = conclude({ integrationHead: BASE, reportPath: 'report.md' });
    expect(idle.changes.at(-1)).toMatchObject({ to: 'succeeded' });
    const bad = conclude({ integrationHead: MERGE, reportPath: 'report.md' }, { failed: ['a'] });
    expect([...idle.effects, ...bad.effects]).toEqual([]);
  });
});

describe('a run of an issue', () => {
  const offer = { id: 'id-1', run: 'run', lane: 'show:run', key: 'offer:run', effect: { kind: 'offer_run' } };

  test('with everything in waits for people, without a time limit, and its pull request is offered', () => {
    const decision = conclude({ issue: 40, integrationHead: MERGE });
    expect(decision.changes).toEqual([
      { kind: 'require_no_open_tasks', run: 'run' },
      { kind: 'move_run', run: 'run', from: 'running', to: 'in_review', set: { reason: null, deadlineAt: null } },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'run_moved', from: 'running', to: 'in_review' },
    ]);
    expect(decision.effects).toEqual([offer]);
  });

  test('that integrated nothing succeeds at once, and is closed', () => {
    const decision = conclude({ issue: 40, integrationHead: BASE });
    expect(decision.changes.at(-1)).toMatchObject({ from: 'in_review', to: 'succeeded' });
    expect(decision.effects).toEqual([
      { id: 'id-1', run: 'run', lane: 'show:run', key: 'close:run', effect: { kind: 'close_run' } },
    ]);
  });

  test('that has a pull request already waits for it although nothing is new', () => {
    expect(conclude({ issue: 40, finalPull: 50 }).changes.at(-1)).toMatchObject({ to: 'in_review' });
  });

  test('that failed keeps its draft, which says so', () => {
    const decision = conclude({ issue: 40, integrationHead: MERGE }, { failed: ['a'] });
    expect(decision.changes).toContainEqual({
      kind: 'require_tasks',
      tasks: [{ id: 'task-a', state: 'failed', attempts: 1 }],
    });
    expect(decision.changes.at(-1)).toMatchObject({ to: 'failed', set: { reason: { code: 'tasks_failed' } } });
    expect(decision.effects).toEqual([offer]);
    expect(conclude({ issue: 40 }, { failed: ['a'] }).effects).toEqual([]);
  });
});

test.each([
  [{ failed: ['a'] }, '1 task failed: `a`.'],
  [{ failed: ['a', 'b'], canceled: ['c'] }, '2 tasks failed: `a`, `b`; 1 task canceled: `c`.'],
  [{ canceled: ['c'] }, '1 task canceled: `c`.'],
  [
    { failed: Array.from({ length: 12 }, (_, index) => `t${index}`) },
    `12 tasks failed: ${Array.from({ length: 10 }, (_, index) => `\`t${index}\``).join(', ')} and 2 more.`,
  ],
])('with %j it fails', (ends, message) => {
  const reason = { code: 'tasks_failed', message };
  expect(conclude({}, ends).changes.at(-1)).toMatchObject({ to: 'failed', set: { endedAt: NOW, reason } });
});

test.each([
  ['run_canceled', 'canceled'],
  ['run_timed_out', 'failed'],
] as const)('told to end by %s, it is %s', (code, to) => {
  const reason = { code, message: 'It was told to.' };
  const decision = conclude({ cancel: 'graceful', reason }, { canceled: ['a'] });
  expect(decision.events).toEqual([{ run: 'run', body: { kind: 'run_moved', from: 'running', to, reason } }]);
});

test.each([
  ['has open tasks', { openTasks: 1 }],
  ['has ended', { state: 'failed' }],
  ['has not begun', { state: 'pending' }],
] as const)('nothing happens to a run that %s', (_, run) => {
  expect(conclude(run)).toEqual({ changes: [], events: [], effects: [], result: null });
});

describe('a run whose own verification passed', () => {
  const PUSHED = 'e'.repeat(40);
  const verification = (mustContain: readonly string[]) =>
    taskSlice({
      run: runRecord({ openTasks: 0, issue: 40, integrationHead: PUSHED }),
      task: taskRecord({ id: 'task-plan', key: 'plan', kind: 'verification', state: 'succeeded', attempts: 1 }),
      attempt: attemptRecord({
        base: MERGE,
        request: {
          ...executionRequest(),
          startingPoint: { ref: 'refs/heads/planwright/40/plan', mustContain: [...mustContain] },
        },
      }),
    });
  const concluded = (slice: TaskSlice, run: Partial<RunRecord> = {}) =>
    concludeRun({ run: { ...slice.run, ...run }, bad: [], verification: slice }, surroundings()).changes.map(
      (change) => (change.kind === 'move_task' || change.kind === 'move_run' ? change.to : change.kind),
    );

  test('before somebody pushed verifies the whole once more', () => {
    expect(concluded(verification([MERGE]))).toEqual([
      'require_integration_head',
      'ready',
      'require_plan',
      'require_dependencies',
      'count_open_tasks',
      'require_not_canceled',
    ]);
  });

  test.each([
    ['at that commit', verification([]), { integrationHead: MERGE }],
    ['with that commit in it', verification([PUSHED]), {}],
    ['and whose report was committed on top', verification([]), { reportCommit: PUSHED }],
  ] as const)('%s is offered, while nothing moves', (_, slice, run) => {
    expect(concluded(slice, run)).toEqual(['require_integration_head', 'require_no_open_tasks', 'in_review']);
  });
});
