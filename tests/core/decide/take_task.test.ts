import { describe, expect, test } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import { loseAttempt } from '../../../src/core/decide/lose_attempt.ts';
import { takeTask } from '../../../src/core/decide/take_task.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import type { Takeover } from '../../../src/core/task/takeover.ts';
import { type TaskState, taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import {
  attemptRecord,
  attemptSlice,
  BASE,
  COMMIT,
  dependent,
  ended,
  failed,
  NOW,
  questionRecord,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const refused = expect.objectContaining({ code: 'not_allowed_in_state' });
const held: Takeover = { kind: 'held', by: 'ada', at: NOW, from: null };
const take = (slice: Partial<TaskSlice>, by = 'ada') => takeTask(taskSlice(slice), { by }, surroundings());
const begun = runRecord({ baseCommit: BASE, integrationHead: BASE });
const left = (commit: string) => expect.objectContaining({ kind: 'publish_task', commit, pull: null, for: 'person' });
const effectsOf = (decision: { effects: readonly { effect: unknown }[] }) =>
  decision.effects.map(({ effect }) => effect);

describe('a person takes a task', () => {
  const states = statesOf(taskMachine).filter((state) => state !== 'running' && state !== 'succeeded');

  test.each(states)('that is %s: it is theirs at once, and its branch is left to them', (state) => {
    const decision = take({ task: taskRecord({ state }), run: begun, attempt: null });
    const kept = expect.objectContaining({ takeover: held, reason: null, dueAt: null });
    const taken =
      state === 'blocked'
        ? { kind: 'set_task', task: 'task-parser', in: state, atAttempt: 1, held: false, set: kept }
        : { kind: 'move_task', task: 'task-parser', from: state, fromAttempt: 1, to: 'blocked', set: kept };
    expect(decision.changes).toContainEqual(taken);
    expect(decision.changes).toContainEqual({ kind: 'release_locks', task: 'task-parser' });
    const asks = { kind: 'withdraw_questions', task: 'task-parser', because: 'ada took the task.' };
    if (state === 'blocked') expect(decision.changes).toContainEqual(asks);
    const comesBack = { kind: 'count_open_tasks', run: 'run', by: 1 };
    expect(decision.changes.some((change) => JSON.stringify(change) === JSON.stringify(comesBack))).toBe(
      taskHasEnded(state),
    );
    expect(decision.changes).toContainEqual(expect.objectContaining({ kind: 'require_not_canceled' }));
    expect(effectsOf(decision)).toContainEqual(left(BASE));
    expect(decision.events[0]?.body).toEqual({ kind: 'task_taken', by: 'ada' });
    expect(decision.result.isEnding).toBe(false);
  });

  test('that the plan has no more: it is refused, since nobody wants it done', () => {
    const reason = { code: 'removed_from_plan', message: '' } as const;
    const task = taskRecord({ state: 'canceled', reason, attempts: 0 });
    expect(() => take({ task, run: begun, attempt: null })).toThrow('write it into the issue again');
  });

  test('that is running: its attempt is told to end, and the task waits for that', () => {
    const decision = take({ task: taskRecord({ state: 'running' }), run: begun });
    expect(decision.changes).toEqual([
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      { kind: 'set_task', task: 'task-parser', in: 'running', atAttempt: 1, held: false, set: { takeover: held } },
      {
        kind: 'order_cancel',
        attempt: 'attempt-1',
        in: 'running',
        how: 'graceful',
        code: 'taken',
        reason: expect.any(String),
      },
    ]);
    expect(decision.effects).toEqual([]);
    expect(decision.result.isEnding).toBe(true);
  });

  test('that failed: who waited for it waits again', () => {
    const ofOthers = {
      state: 'skipped',
      reason: { code: 'dependency_failed', message: '' },
      badDependencies: ['task-parser'],
    } as const;
    const decision = take({
      task: taskRecord({ state: 'failed', failures: { verification: 3 } }),
      run: { ...begun, state: 'failed', openTasks: 0 },
      dependents: [dependent('docs', ofOthers)],
    });
    expect(decision.events.map(({ task, body }) => [task, body.kind])).toContainEqual(['docs', 'task_moved']);
    expect(decision.changes).toContainEqual(expect.objectContaining({ kind: 'move_run', to: 'running' }));
    expect(decision.changes).toContainEqual({ kind: 'renew_budget', task: 'task-parser' });
  });

  test.each(['pending', 'ready', 'blocked', 'retrying', 'in_review', 'running'] as const)(
    'that is %s, what it has used of its limits counts on',
    (state) => {
      const { changes } = take({ task: taskRecord({ state }), run: begun });
      expect(changes.map(({ kind }) => kind)).not.toContain('renew_budget');
    },
  );

  const setOf = (slice: Partial<TaskSlice>) =>
    take({ run: begun, ...slice }).changes.flatMap((change) =>
      change.kind === 'set_task' || change.kind === 'move_task' ? [change.set] : [],
    )[0];

  test('that ended: nothing of its end is left', () => {
    const task = taskRecord({
      state: 'canceled',
      failures: { verification: 3 },
      passedOver: ['coder'],
      cancel: 'graceful',
    });
    expect(setOf({ task: { ...task, endedAt: 5 } })).toMatchObject({
      failures: {},
      passedOver: [],
      cancel: null,
      endedAt: null,
    });
    const retrying = setOf({ task: taskRecord({ state: 'retrying', failures: { verification: 3 } }) });
    expect(retrying).not.toHaveProperty('failures');
  });

  test('whose work was to be approved: nobody is asked about that; whether it may start still is', () => {
    expect(setOf({ task: taskRecord({ state: 'blocked', approval: 'after' }) })).toMatchObject({ approval: null });
    expect(setOf({ task: taskRecord({ state: 'blocked', approval: 'before' }) })).toMatchObject({ approval: 'before' });
  });

  test('whose attempt has ended already: it is theirs at once', () => {
    const attempt = attemptRecord({ state: 'lost' });
    expect(take({ task: taskRecord({ state: 'retrying' }), run: begun, attempt }).result.isEnding).toBe(false);
    expect(take({ task: taskRecord(), run: begun, attempt }).result.isEnding).toBe(false);
  });

  const bad = [{ id: 'task-a', key: 'a', state: 'failed' }] as const;
  test('that waits for what did not succeed, unless it ended with that', () => {
    expect(setOf({ task: taskRecord({ state: 'pending' }), openDependencies: bad })).toMatchObject({ takeover: held });
    expect(() => take({ task: taskRecord({ state: 'skipped' }), run: begun, openDependencies: bad })).toThrow(
      '`parser` waits for `a`, which did not succeed. Take or skip `a` first.',
    );
  });

  test('with the newest work that there is', () => {
    const attempt = attemptRecord({ state: 'failed', outcome: failed({ commit: COMMIT }) });
    expect(effectsOf(take({ task: taskRecord({ state: 'retrying' }), run: begun, attempt }))).toEqual([left(COMMIT)]);
    const pushed = taskRecord({ state: 'ready', pushed: 'e'.repeat(40), commit: COMMIT });
    expect(effectsOf(take({ task: pushed, run: begun, attempt }))).toEqual([left('e'.repeat(40))]);
  });

  test('which changes nothing where they have it already, and is refused to others', () => {
    const task = taskRecord({ state: 'blocked', takeover: held });
    expect(take({ task, run: begun }).changes).toEqual([]);
    expect(() => take({ task, run: begun }, 'bob')).toThrow('in the hands of ada');
  });

  test.each<[string, Partial<TaskSlice>]>([
    ['that has succeeded', { task: taskRecord({ state: 'succeeded' }), run: begun }],
    [
      'that is the verification of the whole',
      { task: taskRecord({ kind: 'verification', state: 'ready' }), run: begun },
    ],
    ['that waits for an issue', { task: taskRecord({ kind: 'issue', state: 'pending' }), run: begun }],
    [
      'of a run that is being canceled',
      { task: taskRecord({ state: 'ready' }), run: { ...begun, cancel: 'graceful' } },
    ],
    ['of a run that has not begun', { task: taskRecord({ state: 'ready' }), run: runRecord({ baseCommit: null }) }],
    ['that is being canceled', { task: taskRecord({ state: 'running', cancel: 'graceful' }), run: begun }],
  ])('but none %s', (_, slice) => {
    expect(() => take(slice)).toThrow(refused);
  });
});

describe('the attempt of a task that was taken ends', () => {
  const task = taskRecord({ state: 'running', takeover: held });
  const attempt = attemptRecord({ cancel: { how: 'graceful', code: 'taken', reason: '' } });
  const finish = (outcome: Parameters<typeof finishAttempt>[1]['outcome'], slice: Partial<TaskSlice> = {}) =>
    finishAttempt(
      attemptSlice({ task, run: begun, ...slice, attempt }),
      { runner: 'runner', outcome, questions: [questionRecord()] },
      surroundings(),
    );
  const state = (decision: Pick<ReturnType<typeof finish>, 'changes'>): TaskState | undefined =>
    decision.changes.flatMap((change) => (change.kind === 'move_task' ? [change.to] : [])).at(-1);

  test.each([
    ['as it was told to', { ...ended('canceled'), commit: COMMIT }],
    ['by itself, badly', failed({ commit: COMMIT })],
    ['to ask', { ...ended('blocked'), commit: COMMIT }],
    ['well', succeeded()],
  ] as const)('%s: the task is theirs, with what was done', (_, outcome) => {
    const decision = finish(outcome);
    expect(state(decision)).toBe('blocked');
    expect(effectsOf(decision)).toEqual([left(COMMIT)]);
    expect(decision.changes).toContainEqual({ kind: 'release_locks', task: 'task-parser' });
  });

  test('as it was told to: that is no failure', () => {
    const told = finish({ ...ended('canceled'), commit: COMMIT }).events.map(({ body }) => body);
    expect(told).toContainEqual(expect.objectContaining({ kind: 'attempt_ended', class: 'taken', commit: COMMIT }));
    expect(finish(ended('canceled')).changes).not.toContainEqual(
      expect.objectContaining({ set: expect.objectContaining({ failures: expect.anything() }) }),
    );
  });

  test('well: what it gave counts when it is given back', () => {
    const given = expect.objectContaining({ commit: COMMIT, outputs: { version: '2' } });
    expect(finish(succeeded({ outputs: { version: '2' } })).changes).toContainEqual(
      expect.objectContaining({ kind: 'move_task', to: 'blocked', set: given }),
    );
  });

  test('and the task ends with it where it is to be canceled', () => {
    expect(state(finish(ended('canceled'), { task: { ...task, cancel: 'graceful' } }))).toBe('canceled');
  });

  test('and it goes on where it was given back meanwhile', () => {
    const back = { kind: 'returned', by: 'ada', at: NOW, afterAttempt: 1, words: '', change: null } as const;
    expect(state(finish(ended('canceled'), { task: { ...task, takeover: back } }))).toBe('ready');
  });

  test.each(['leased', 'running'] as const)('by the loss of its runner while it was %s: the task is theirs', (was) => {
    const slice = attemptSlice({ task, run: begun, attempt: { ...attempt, state: was } });
    const decision = loseAttempt(slice, { expired: false, because: 'It went.' }, surroundings());
    expect(state(decision)).toBe('blocked');
    expect(effectsOf(decision)).toEqual([left(BASE)]);
  });
});
