import { expect, test } from 'vitest';
import { heartbeat } from '../../../src/core/decide/heartbeat.ts';
import type { HeartbeatSlice } from '../../../src/core/slices.ts';
import { attemptRecord, NOW, taskRecord } from '../records.ts';

type Row = HeartbeatSlice[number];

function row(more: Partial<Row> = {}): Row {
  return { ...attemptRecord(), task: taskRecord(), exclusive: false, ...more };
}

function beat(rows: HeartbeatSlice, progress?: string) {
  const input = { runner: 'runner', leaseMs: 30_000, attempts: [{ attempt: 'attempt-1', progress }] };
  return heartbeat(rows, input, NOW);
}

const seen = { kind: 'see_runner', runner: 'runner', at: NOW };
const renewed = { kind: 'renew_lease', attempt: 'attempt-1', in: 'running', leaseUntil: NOW + 30_000 };
const goOn = [{ attempt: 'attempt-1', directive: { kind: 'continue' } }];
const stop = [{ attempt: 'attempt-1', directive: { kind: 'stop' } }];

test('renews the lease of a live attempt', () => {
  expect(beat([row()])).toEqual({ changes: [seen, renewed], events: [], effects: [], result: goOn });
  expect(beat([row({ state: 'leased' })]).changes).toEqual([seen, { ...renewed, in: 'leased' }]);
});

test('without attempts it says that the runner is there', () => {
  expect(heartbeat([], { runner: 'runner', leaseMs: 1, attempts: [] }, NOW)).toMatchObject({
    changes: [seen],
    result: [],
  });
});

test('news of progress are stored and told once', () => {
  const decision = beat([row()], 'half way');
  expect(decision.changes[1]).toEqual({ ...renewed, progress: 'half way' });
  expect(decision.events).toEqual([
    { run: 'run', task: 'parser', attempt: 1, body: { kind: 'attempt_progress', text: 'half way' } },
  ]);
  expect(beat([row({ progress: 'half way' })], 'half way')).toMatchObject({ changes: [seen, renewed], events: [] });
  expect(beat([row({ progress: 'half way' })], '')).toMatchObject({ changes: [seen, { progress: '' }], events: [] });
});

test('brings an order to end, and still renews', () => {
  const decision = beat([row({ cancel: { how: 'graceful', reason: 'Canceled by ada.' } })]);
  expect(decision.changes).toEqual([seen, renewed]);
  expect(decision.result).toEqual([
    { attempt: 'attempt-1', directive: { kind: 'cancel', how: 'graceful', reason: 'Canceled by ada.' } },
  ]);
});

test.each([
  ['is unknown', []],
  ['belongs to another runner', [row({ runner: 'stranger' })]],
  ['has ended', [row({ state: 'canceled' })]],
  ['was given up and replaced', [row({ state: 'lost', task: taskRecord({ state: 'running', attempts: 2 }) })]],
  ['was given up and its task has ended', [row({ state: 'lost', task: taskRecord({ state: 'canceled' }) })]],
  [
    'was given up and may have lost its locks',
    [row({ state: 'lost', task: taskRecord({ state: 'ready' }), exclusive: true })],
  ],
] as const)('stops an attempt that %s', (_, rows) => {
  expect(beat(rows)).toEqual({ changes: [seen], events: [], effects: [], result: stop });
});

test.each(['ready', 'retrying'] as const)('revives an attempt that was given up while its task is %s', (state) => {
  const decision = beat([row({ state: 'lost', task: taskRecord({ state }) })]);
  expect(decision.changes).toEqual([
    seen,
    {
      kind: 'move_attempt',
      attempt: 'attempt-1',
      from: 'lost',
      to: 'running',
      set: { endedAt: null, failure: null, leaseUntil: NOW + 30_000 },
    },
    {
      kind: 'move_task',
      task: 'task-parser',
      from: state,
      fromAttempt: 1,
      to: 'running',
      set: { dueAt: null, failures: {} },
    },
    renewed,
  ]);
  expect(decision.events.map((event) => event.body)).toEqual([
    { kind: 'attempt_revived' },
    { kind: 'task_moved', from: state, to: 'running' },
  ]);
  expect(decision.result).toEqual(goOn);
});

test.each([
  ['was at work is not counted as lost any more', { lost: 2, verification: 1 }, 1, { lost: 1, verification: 1 }],
  ['was at work, and lost but once', { lost: 1 }, 1, {}],
  ['had not started was not counted', { lost: 2 }, null, { lost: 2 }],
] as const)('an attempt that is revived and %s', (_, failures, startedAt, expected) => {
  const task = taskRecord({ state: 'ready', failures });
  const decision = beat([row({ state: 'lost', startedAt, task })]);
  expect(decision.changes).toContainEqual(
    expect.objectContaining({ kind: 'move_task', set: { dueAt: null, failures: expected } }),
  );
});

test('what was used is kept with its cost, and nothing of an attempt that was given up', () => {
  const usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0, costMicros: null, model: 'gpt-5.5' };
  const input = { runner: 'runner', leaseMs: 30_000, attempts: [{ attempt: 'attempt-1', usage }] };
  expect(heartbeat([row()], input, NOW).changes).toEqual([
    seen,
    renewed,
    { kind: 'record_usage', attempt: 'attempt-1', usage: { ...usage, costMicros: 5_000_000, costBy: 'prices' } },
  ]);
  expect(heartbeat([row({ state: 'failed' })], input, NOW).changes).toEqual([seen]);
});
