import { describe, expect, test } from 'vitest';
import { cancelRun, cancelTask } from '../../../src/core/decide/cancel.ts';
import { runHasEnded, runMachine } from '../../../src/core/run/run_state.ts';
import type { RunSlice } from '../../../src/core/slices.ts';
import { taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import {
  ASKED_NO_MORE,
  attemptRecord,
  dependent,
  NOW,
  runRecord,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const by = { how: 'graceful', by: 'ada' } as const;
const nothing = { changes: [], events: [], effects: [], result: null };
const refused = expect.objectContaining({ code: 'not_allowed_in_state' });

describe('a person cancels a task', () => {
  const resting = statesOf(taskMachine).filter((state) => !taskHasEnded(state) && state !== 'running');
  test.each(resting)('that is %s: it ends at once, and what waits for it is skipped', (state) => {
    const task = taskRecord({ state });
    const attempt = state === 'pending' ? null : attemptRecord({ state: 'succeeded' });
    const decision = cancelTask(taskSlice({ task, attempt, dependents: [dependent('docs')] }), by, surroundings());
    const reason = { code: 'canceled_by_person', message: 'Canceled by ada.' };
    expect(decision.events).toMatchObject([
      { task: 'parser', body: { kind: 'task_cancel_requested', how: 'graceful', by: 'ada' } },
      { task: 'parser', body: { kind: 'task_moved', from: state, to: 'canceled', reason } },
      { task: 'docs', body: { to: 'skipped', reason: { code: 'dependency_canceled' } } },
    ]);
    expect(decision.changes).toContainEqual({ kind: 'release_locks', task: 'task-parser' });
  });

  test('that came back to work after others had gone on from it: those are not skipped', () => {
    const dependents = [dependent('docs', { satisfied: true, waits: false }), dependent('site')];
    const { events } = cancelTask(taskSlice({ task: taskRecord({ state: 'ready' }), dependents }), by, surroundings());
    expect(events.map(({ task, body }) => `${task} ${body.kind}`)).toEqual([
      'parser task_cancel_requested',
      'parser task_moved',
      'site task_moved',
    ]);
  });

  test('that is at work: its attempt is told to end', () => {
    const decision = cancelTask(taskSlice(), by, surroundings());
    expect(decision.changes).toEqual([
      { kind: 'set_task', task: 'task-parser', in: 'running', atAttempt: 1, set: { cancel: 'graceful' } },
      {
        kind: 'order_cancel',
        attempt: 'attempt-1',
        in: 'running',
        how: 'graceful',
        code: 'canceled',
        reason: 'Canceled by ada.',
      },
    ]);
    expect(decision.events).toHaveLength(1);
  });

  const orders = [
    ['graceful', 'graceful', false],
    ['graceful', 'immediate', true],
    ['immediate', 'graceful', false],
    ['immediate', 'immediate', false],
  ] as const;
  test.each(orders)('after %s the order %s is given: %s', (before, how, given) => {
    const attempt = attemptRecord({ cancel: { how: before, reason: '' } });
    const kinds = cancelTask(taskSlice({ attempt }), { how, by: 'ada' }, surroundings()).changes.map(
      ({ kind }) => kind,
    );
    expect(kinds.includes('order_cancel')).toBe(given);
  });

  test('that tolerates failures: what waits for it is skipped all the same', () => {
    const task = taskRecord({ state: 'ready', sketch: { settings: { onFailure: 'continue' } } });
    const decision = cancelTask(taskSlice({ task, dependents: [dependent('docs')] }), by, surroundings());
    expect(decision.events.at(-1)).toMatchObject({ task: 'docs', body: { to: 'skipped' } });
  });

  test('that is canceled: nothing happens', () => {
    expect(cancelTask(taskSlice({ task: taskRecord({ state: 'canceled' }) }), by, surroundings())).toEqual(nothing);
  });

  test.each(['succeeded', 'failed', 'quarantined', 'skipped'] as const)('that is %s: refused', (state) => {
    expect(() => cancelTask(taskSlice({ task: taskRecord({ state }) }), by, surroundings())).toThrow(refused);
  });
});

describe('a run is canceled', () => {
  const person = { ...by, because: 'person' } as const;
  const deadline = { how: 'graceful', by: 'planwright', because: 'deadline' } as const;
  const open = ['pending', 'ready', 'retrying', 'running', 'in_review'].map((key) =>
    taskRecord({ key, state: key as 'pending' }),
  );
  const slice = (more: Partial<RunSlice> = {}): RunSlice => ({
    run: runRecord(),
    open,
    liveAttempts: [attemptRecord()],
    ...more,
  });

  test('what rests ends at once, what is at work is told to, what is in review may come in', () => {
    const decision = cancelRun(slice(), person, surroundings());
    const reason = { code: 'run_canceled', message: 'Canceled by ada.' };
    expect(decision.events).toEqual([
      { run: 'run', body: { kind: 'run_cancel_requested', how: 'graceful', by: 'ada' } },
      ...['pending', 'ready', 'retrying'].map((key) => ({
        run: 'run',
        task: key,
        body: { kind: 'task_moved', from: key, to: 'canceled', reason },
      })),
    ]);
    expect(decision.changes.slice(-3)).toEqual([
      { kind: 'require_no_resting_task', run: 'run' },
      {
        kind: 'order_cancel',
        attempt: 'attempt-1',
        in: 'running',
        how: 'graceful',
        code: 'canceled',
        reason: 'Canceled by ada.',
      },
      { kind: 'set_run', run: 'run', in: 'running', set: { cancel: 'graceful', reason } },
    ]);
    expect(decision.changes.slice(0, 3)).toMatchObject([
      { kind: 'move_task', task: 'task-pending', set: { reason, endedAt: NOW, dueAt: null } },
      { kind: 'release_locks', task: 'task-pending' },
      { kind: 'count_open_tasks', by: -1 },
    ]);
  });

  test('before it has begun, it ends at once', () => {
    const pending = { run: runRecord({ state: 'pending' }), liveAttempts: [], open: open.slice(0, 2) };
    const decision = cancelRun(slice(pending), person, surroundings());
    expect(decision.changes.at(-1)).toMatchObject({
      kind: 'move_run',
      from: 'pending',
      to: 'canceled',
      set: { cancel: 'graceful', endedAt: NOW },
    });
    expect(decision.events.at(-1)).toMatchObject({ body: { kind: 'run_moved', from: 'pending', to: 'canceled' } });
  });

  test('while it is paused: it goes on to end', () => {
    const decision = cancelRun(slice({ run: runRecord({ state: 'paused' }) }), person, surroundings());
    expect(decision.changes.slice(-2)).toMatchObject([
      { kind: 'move_run', from: 'paused', to: 'running', set: { cancel: 'graceful' } },
      { kind: 'wake_effects', run: 'run', at: NOW },
    ]);
  });

  test('while it waits for its final review: it ends at once, and its pull request says so', () => {
    const waiting = { run: runRecord({ state: 'in_review', issue: 40 }), liveAttempts: [], open: [] };
    const decision = cancelRun(slice(waiting), person, surroundings());
    expect(decision.changes.slice(-3)).toMatchObject([
      { kind: 'require_no_open_tasks' },
      ASKED_NO_MORE,
      { kind: 'move_run', from: 'in_review', to: 'canceled', set: { cancel: 'graceful', endedAt: NOW } },
    ]);
    expect(decision.effects).toMatchObject([{ key: 'offer:run' }]);
  });

  test('by its time limit, with that as the reason', () => {
    const decision = cancelRun(slice(), deadline, surroundings());
    expect(decision.changes.at(-1)).toMatchObject({ set: { reason: { code: 'run_timed_out' } } });
  });

  test('its time limit adds nothing when it is being canceled already; a person sharpens the order', () => {
    const ending = slice({
      run: runRecord({ cancel: 'graceful' }),
      open: [],
      liveAttempts: [attemptRecord({ cancel: { how: 'graceful', reason: '' } })],
    });
    expect(cancelRun(ending, deadline, surroundings())).toEqual(nothing);
    const sharper = cancelRun(ending, { ...person, how: 'immediate' }, surroundings());
    expect(sharper.changes).toContainEqual(expect.objectContaining({ kind: 'order_cancel', how: 'immediate' }));
  });

  test('once more: nothing happens', () => {
    expect(cancelRun(slice({ run: runRecord({ state: 'canceled' }) }), person, surroundings())).toEqual(nothing);
  });

  const over = statesOf(runMachine).filter((state) => runHasEnded(state) && state !== 'canceled');
  test.each(over)('when it is %s: refused', (state) => {
    expect(() => cancelRun(slice({ run: runRecord({ state }) }), person, surroundings())).toThrow(refused);
  });
});
