import { describe, expect, test } from 'vitest';
import { retryDue } from '../../../src/core/decide/retry_due.ts';
import { retryTask } from '../../../src/core/decide/retry_task.ts';
import type { Reason } from '../../../src/core/reason.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import { dependent, NOW, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const retry = (slice: TaskSlice) => retryTask(slice, { by: 'ada' }, surroundings());
const refused = expect.objectContaining({ code: 'not_allowed_in_state' });
const failed = taskRecord({ state: 'failed', attempts: 3, failures: { agent_error: 3 } });
const reason = (code: Reason['code']): Reason => ({ code, message: '' });
const fresh = { reason: null, failures: {}, passedOver: [], cancel: null, dueAt: null, endedAt: null };

describe('a person retries a task', () => {
  test.each(['failed', 'quarantined', 'skipped', 'canceled'] as const)('that is %s: it is ready again', (state) => {
    const decision = retry(taskSlice({ task: taskRecord({ state, attempts: 3 }) }));
    expect(decision.changes[0]).toEqual({
      kind: 'move_task',
      task: 'task-parser',
      from: state,
      fromAttempt: 3,
      to: 'ready',
      set: fresh,
    });
    expect(decision.events).toEqual([
      { run: 'run', task: 'parser', body: { kind: 'retry_requested', by: 'ada' } },
      { run: 'run', task: 'parser', body: { kind: 'task_moved', from: state, to: 'ready' } },
    ]);
    expect(decision.changes).toContainEqual({ kind: 'count_open_tasks', run: 'run', by: 1 });
    expect(decision.changes.at(-1)).toEqual({
      kind: 'require_not_canceled',
      run: 'run',
      in: 'running',
      task: 'task-parser',
    });
  });

  test.each(['skipped', 'canceled'] as const)('that was %s and waits for others: it waits again', (state) => {
    const openDependencies = [{ id: 'task-lexer', key: 'lexer', state: 'running' }] as const;
    const decision = retry(taskSlice({ task: taskRecord({ state, attempts: 0 }), openDependencies }));
    expect(decision.changes[0]).toMatchObject({ from: state, to: 'pending' });
  });

  const others = statesOf(taskMachine).filter(
    (state) => !['failed', 'quarantined', 'skipped', 'canceled'].includes(state),
  );
  test.each(others.filter((state) => state !== 'ready'))('that is %s: refused', (state) => {
    expect(() => retry(taskSlice({ task: taskRecord({ state }) }))).toThrow(refused);
  });

  test('that is ready: refused', () => {
    expect(() => retry(taskSlice({ task: taskRecord({ state: 'ready' }) }))).toThrow(refused);
  });

  test.each(['failed', 'quarantined', 'skipped', 'canceled'] as const)(
    'that waits for one that is %s: refused, and told which to retry',
    (state) => {
      const slice = taskSlice({
        task: taskRecord({ state: 'skipped' }),
        openDependencies: [{ id: 'task-lexer', key: 'lexer', state }],
      });
      expect(() => retry(slice)).toThrow('`parser` waits for `lexer`, which did not succeed. Retry `lexer` instead.');
    },
  );
});

describe('what had ended because of it', () => {
  const skipped = { state: 'skipped', reason: reason('dependency_failed'), badDependencies: ['task-parser'] } as const;

  test('waits for it again, however far it stands behind', () => {
    const later = { ...skipped, direct: false, badDependencies: ['task-docs'] };
    // Nearest first is no promise about order among what depends on each other: the search repeats.
    const dependents = [dependent('later', later), dependent('docs', skipped)];
    const decision = retry(taskSlice({ task: failed, dependents }));
    const moves = decision.changes.filter((change) => change.kind === 'move_task');
    expect(moves.slice(1)).toMatchObject([
      { task: 'task-docs', from: 'skipped', to: 'pending', set: { reason: null, endedAt: null, cancel: null } },
      { task: 'task-later', from: 'skipped', to: 'pending' },
    ]);
    expect(decision.changes).toContainEqual({ kind: 'count_open_tasks', run: 'run', by: 3 });
    expect(decision.changes).toContainEqual({ kind: 'require_dependencies', tasks: ['task-parser'], are: 'met' });
    expect(decision.changes).toContainEqual({
      kind: 'require_dependencies',
      tasks: ['task-docs', 'task-later'],
      are: 'open',
    });
  });

  test('stays where another cause is still in the way', () => {
    const docs = dependent('docs', { ...skipped, badDependencies: ['task-parser', 'task-lexer'], openDependencies: 2 });
    const later = dependent('later', { ...skipped, direct: false, badDependencies: ['task-docs'] });
    const decision = retry(taskSlice({ task: failed, dependents: [docs, later] }));
    expect(decision.changes).toContainEqual({ kind: 'count_open_tasks', run: 'run', by: 1 });
    expect(decision.changes).toContainEqual({
      kind: 'require_dependencies',
      tasks: ['task-docs', 'task-later'],
      are: 'hopeless',
    });
  });

  test.each([
    ['skipped', 'skipped_by_person'],
    ['canceled', 'canceled_by_person'],
  ] as const)('stays %s where a person wanted that', (state, code) => {
    const docs = dependent('docs', { ...skipped, state, reason: reason(code) });
    expect(retry(taskSlice({ task: failed, dependents: [docs] })).events).toHaveLength(2);
  });

  test('comes back also from a canceled run', () => {
    const run = runRecord({ state: 'canceled', cancel: 'graceful', endedAt: 5 });
    const docs = dependent('docs', { ...skipped, state: 'canceled', reason: reason('run_canceled') });
    const free = dependent('free', {
      state: 'canceled',
      reason: reason('run_canceled'),
      openDependencies: 0,
      satisfied: true,
    });
    const decision = retry(taskSlice({ run, task: { ...failed, state: 'canceled' }, dependents: [docs, free] }));
    const moves = decision.changes.filter((change) => change.kind === 'move_task');
    expect(moves.map(({ task, to }) => [task, to])).toEqual([
      ['task-parser', 'ready'],
      ['task-docs', 'pending'],
      ['task-free', 'ready'],
    ]);
  });

  test('also what ended meanwhile waits again, in case it comes back', () => {
    const dependents = [
      dependent('stays', { ...skipped, satisfied: true, badDependencies: ['task-lexer'] }),
      dependent('unwanted', { state: 'canceled', reason: reason('canceled_by_person'), satisfied: true }),
      dependent('back', { ...skipped, satisfied: true, openDependencies: 0, badDependencies: [] }),
    ];
    const { changes } = retry(taskSlice({ task: taskRecord({ state: 'skipped' }), dependents }));
    const reopen = (key: string) => ({ kind: 'reopen_dependency', task: `task-${key}`, dependsOn: 'task-parser' });
    expect(changes.slice(1)).toMatchObject([
      { kind: 'renew_budget', task: 'task-parser' },
      { kind: 'require_plan', edits: 0 },
      { kind: 'move_task', task: 'task-back', from: 'skipped', to: 'ready' },
      { kind: 'require_dependencies', tasks: ['task-parser', 'task-back'], are: 'met' },
      { kind: 'require_dependencies', tasks: ['task-stays'], are: 'hopeless' },
      { kind: 'set_task', task: 'task-stays', in: 'skipped', atAttempt: 0 },
      reopen('stays'),
      { kind: 'set_task', task: 'task-unwanted', in: 'canceled', atAttempt: 0 },
      reopen('unwanted'),
      reopen('back'),
      { kind: 'count_open_tasks', by: 2 },
      { kind: 'require_not_canceled' },
    ]);
  });

  test('what went on in spite of the failure waits again, unless it has begun', () => {
    const tolerant = taskRecord({ state: 'failed', sketch: { settings: { onFailure: 'continue' } } });
    const dependents = [
      dependent('ready', { state: 'ready', satisfied: true, openDependencies: 0 }),
      dependent('pending', { satisfied: true }),
      dependent('begun', { state: 'ready', attempts: 1, satisfied: true }),
      dependent('running', { state: 'running', attempts: 1, satisfied: true }),
      dependent('indirect', { direct: false }),
    ];
    const decision = retry(taskSlice({ task: tolerant, dependents }));
    const reopened = decision.changes.filter((change) => ['set_task', 'reopen_dependency'].includes(change.kind));
    const unbegun = { kind: 'set_task', atAttempt: 0, set: { dueAt: null } };
    expect(reopened).toEqual([
      { ...unbegun, task: 'task-ready', in: 'ready' },
      { kind: 'reopen_dependency', run: 'run', task: 'task-ready', dependsOn: 'task-parser' },
      { ...unbegun, task: 'task-pending', in: 'pending' },
      { kind: 'reopen_dependency', run: 'run', task: 'task-pending', dependsOn: 'task-parser' },
    ]);
  });
});

describe('its run', () => {
  test.each(['failed', 'quarantined', 'canceled'] as const)('that is %s goes on, with a new time limit', (state) => {
    const run = runRecord({ state, timeoutMs: 60_000, cancel: 'graceful', endedAt: 5 });
    const decision = retry(taskSlice({ run, task: failed }));
    expect(decision.changes).toContainEqual({
      kind: 'move_run',
      run: 'run',
      from: state,
      to: 'running',
      set: { cancel: null, reason: null, endedAt: null, deadlineAt: NOW + 60_000 },
    });
    expect(decision.events.at(-1)).toMatchObject({ body: { kind: 'run_moved', from: state, to: 'running' } });
  });

  test('that waits for its final review goes back to work, and its pull request is a draft again', () => {
    const run = runRecord({ state: 'in_review', issue: 40, timeoutMs: 60_000 });
    const decision = retry(taskSlice({ run, task: taskRecord({ state: 'skipped' }) }));
    expect(decision.changes).toContainEqual({
      kind: 'move_run',
      run: 'run',
      from: 'in_review',
      to: 'running',
      set: { deadlineAt: NOW + 60_000 },
    });
    expect(decision.effects).toMatchObject([{ key: 'offer:run', effect: { kind: 'offer_run' } }]);
  });

  test('that is paused stays so', () => {
    const decision = retry(taskSlice({ run: runRecord({ state: 'paused' }), task: failed }));
    expect(decision.changes.at(-1)).toMatchObject({ kind: 'require_not_canceled', in: 'paused' });
    expect(decision.changes.map(({ kind }) => kind)).not.toContain('move_run');
  });

  test('without a time limit gets none', () => {
    const decision = retry(taskSlice({ run: runRecord({ state: 'failed' }), task: failed }));
    expect(decision.changes).toContainEqual(
      expect.objectContaining({ kind: 'move_run', set: expect.objectContaining({ deadlineAt: null }) }),
    );
  });

  test.each([
    ['has succeeded', runRecord({ state: 'succeeded' })],
    ['is being canceled', runRecord({ cancel: 'graceful' })],
    ['never began', runRecord({ state: 'failed', baseCommit: null })],
  ])('that %s: refused', (_, run) => {
    expect(() => retry(taskSlice({ run, task: failed }))).toThrow(refused);
  });
});

describe('a task whose delay is over', () => {
  test('becomes ready', () => {
    const decision = retryDue(taskRecord({ state: 'retrying', dueAt: NOW }), NOW);
    expect(decision.changes).toEqual([
      { kind: 'move_task', task: 'task-parser', from: 'retrying', fromAttempt: 1, to: 'ready', set: { dueAt: null } },
    ]);
  });

  test.each([
    ['is not due yet', { state: 'retrying', dueAt: NOW + 1 }],
    ['has no time', { state: 'retrying', dueAt: null }],
    ['is ready already', { state: 'ready', dueAt: NOW }],
  ] as const)('stays when it %s', (_, task) => {
    expect(retryDue(taskRecord(task), NOW).changes).toEqual([]);
  });
});
