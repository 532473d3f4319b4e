import { describe, expect, test } from 'vitest';
import { type ReturnInput, returnTask } from '../../../src/core/decide/return_task.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import type { Takeover } from '../../../src/core/task/takeover.ts';
import {
  attemptRecord,
  BASE,
  COMMIT,
  failed,
  NOW,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const held: Takeover = { kind: 'held', by: 'ada', at: NOW - 1, from: BASE };
const HEAD = 'e'.repeat(40);
const change = { from: BASE, head: HEAD, summary: 'src/a.ts +1 -0' };
const give = (slice: Partial<TaskSlice>, input: Partial<ReturnInput> = {}) =>
  returnTask(
    taskSlice({ run: runRecord({ baseCommit: BASE, issue: 40 }), ...slice }),
    { by: 'bob', words: '', change: null, ...input },
    surroundings(),
  );
const blocked = taskRecord({ state: 'blocked', takeover: held });
const movedTo = (decision: ReturnType<typeof give>) =>
  decision.changes.flatMap((each) => (each.kind === 'move_task' ? [{ to: each.to, set: each.set }] : []));

describe('a person gives a task back', () => {
  test('with changes: an agent goes on from the head of its branch', () => {
    const decision = give({ task: blocked }, { change, words: 'please finish the tests' });
    const takeover = {
      kind: 'returned',
      by: 'bob',
      takenBy: 'ada',
      at: NOW,
      afterAttempt: 1,
      words: 'please finish the tests',
      change: { ...change, onUnverified: false },
    };
    expect(movedTo(decision)).toEqual([{ to: 'ready', set: { takeover, commit: HEAD, pushed: HEAD } }]);
    expect(decision.changes).toContainEqual({ kind: 'require_dependencies', tasks: ['task-parser'], are: 'met' });
    expect(decision.events[0]?.body).toEqual({ kind: 'task_returned', by: 'bob', changed: true });
  });

  test('with changes: what they pushed of a command is verified', () => {
    const task = taskRecord({ kind: 'command', state: 'blocked', takeover: held, commit: COMMIT });
    expect(movedTo(give({ task }, { change }))).toMatchObject([{ to: 'ready', set: { pushed: HEAD } }]);
    expect(movedTo(give({ task }, { change }))[0]?.set).not.toHaveProperty('commit');
  });

  test('without changes: it goes on as before', () => {
    const attempt = attemptRecord({ state: 'failed', outcome: failed(), failure: { class: 'taken', message: '' } });
    const [moved] = movedTo(give({ task: blocked, attempt }));
    expect(moved?.to).toBe('ready');
    expect(moved?.set).not.toHaveProperty('pushed');
  });

  const verified = {
    task: taskRecord({ state: 'blocked', takeover: held, commit: COMMIT }),
    attempt: attemptRecord({ state: 'succeeded', outcome: succeeded() }),
  };

  test('without changes: what had passed its verification is merged', () => {
    const decision = give(verified);
    expect(movedTo(decision)).toMatchObject([{ to: 'in_review' }]);
    expect(movedTo(decision)[0]?.set).not.toHaveProperty('pushed');
    expect(decision.effects.map(({ effect }) => effect)).toContainEqual(
      expect.objectContaining({ kind: 'publish_task', commit: COMMIT }),
    );
  });

  test('without changes but with words: an agent goes on from what had passed', () => {
    const decision = give(verified, { words: 'add a test' });
    expect(movedTo(decision)).toMatchObject([{ to: 'ready', set: { pushed: COMMIT } }]);
    expect(decision.effects).toEqual([]);
  });

  test.each([
    ['what people pushed to it is not verified', { task: { ...verified.task, pushed: HEAD } }],
    ['nothing was made', { task: { ...verified.task, commit: null } }],
    ['it never began', { attempt: null }],
    ['its attempt failed', { attempt: { ...verified.attempt, state: 'failed', outcome: failed() } }],
    [
      'something was said against it since',
      { attempt: { ...verified.attempt, failure: { class: 'rejected', message: 'Not so.' } } },
    ],
  ] as const)('without changes: nothing is merged where %s', (_, slice) => {
    const decision = give({ ...verified, ...slice });
    expect(movedTo(decision)).toMatchObject([{ to: 'ready' }]);
    expect(movedTo(decision)[0]?.set).not.toHaveProperty('pushed');
    expect(decision.effects).toEqual([]);
    // Nor do words make it what an agent goes on from.
    expect(movedTo(give({ ...verified, ...slice }, { words: 'add a test' }))[0]?.set).not.toHaveProperty('pushed');
  });

  test('without changes but with words: what had passed of a command is no work to go on from', () => {
    const task = taskRecord({ kind: 'command', state: 'blocked', takeover: held, commit: COMMIT });
    const [moved] = movedTo(give({ ...verified, task }, { words: 'add a test' }));
    expect(moved?.to).toBe('ready');
    expect(moved?.set).not.toHaveProperty('pushed');
  });

  test('by who had it, nobody else is named', () => {
    const [moved] = movedTo(give({ task: blocked }, { by: 'ada' }));
    expect(moved?.set?.takeover).not.toHaveProperty('takenBy');
  });

  test.each([
    ['left unverified', { outcome: failed({ commit: COMMIT }) }, COMMIT, true],
    [
      'kept of an attempt that broke off',
      { failure: { class: 'lost', message: '', kept: { commit: COMMIT, ref: '' } } },
      COMMIT,
      true,
    ],
    ['verified', { outcome: succeeded() }, COMMIT, false],
    ['another commit than the one left', { outcome: failed({ commit: COMMIT }) }, BASE, false],
  ] as const)('what they changed is told to stand on what was %s', (_, of, from, onUnverified) => {
    const attempt = attemptRecord({ state: 'failed', ...of });
    const [moved] = movedTo(give({ task: blocked, attempt }, { change: { ...change, from } }));
    expect(moved?.set?.takeover).toMatchObject({ change: { onUnverified } });
  });

  test('but not while it is being canceled', () => {
    expect(() => give({ task: { ...blocked, cancel: 'graceful' } })).toThrow('is being canceled; nothing was changed');
    expect(() => give({ task: blocked, run: runRecord({ baseCommit: BASE, cancel: 'graceful' }) })).toThrow(
      'is being canceled',
    );
  });

  test('only while nobody cancels it, and only where it still is in their hands', () => {
    const moved = give({ task: blocked }).changes;
    expect(moved[0]).toMatchObject({ kind: 'require_not_canceled', task: 'task-parser' });
    const running = give({ task: taskRecord({ state: 'running', takeover: held }) }).changes;
    expect(running).toMatchObject([{ kind: 'require_not_canceled' }, { kind: 'set_task', atAttempt: 1, held: true }]);
  });

  test('which waits again for what is open before it', () => {
    const decision = give({ task: blocked, openDependencies: [{ id: 'task-a', key: 'a', state: 'running' }] });
    expect(movedTo(decision)).toMatchObject([{ to: 'pending' }]);
    expect(decision.changes).toContainEqual({ kind: 'require_dependencies', tasks: ['task-parser'], are: 'open' });
  });

  test.each<[string, Partial<TaskSlice>, Partial<ReturnInput>, string]>([
    [
      'something is open before it',
      { openDependencies: [{ id: 'task-a', key: 'a', state: 'running' }] },
      {},
      'pending',
    ],
    ['it was changed', {}, { change }, 'ready'],
  ])('what had passed is not merged where %s', (_, slice, input, to) => {
    const decision = give({ ...verified, ...slice }, input);
    expect(movedTo(decision)).toMatchObject([{ to }]);
    expect(decision.effects).toEqual([]);
  });

  test('while its attempt is still ending: it goes on when that has', () => {
    const task = taskRecord({ state: 'running', takeover: held });
    expect(movedTo(give({ task }))).toEqual([]);
    expect(give({ task }).changes).toContainEqual(expect.objectContaining({ kind: 'set_task', in: 'running' }));
  });

  test('but not behind what did not succeed, nor what is in nobody’s hands', () => {
    const openDependencies = [{ id: 'task-a', key: 'a', state: 'failed' }] as const;
    expect(() => give({ task: blocked, openDependencies })).toThrow('waits for `a`, which did not succeed');
    expect(() => give({ task: taskRecord({ state: 'blocked' }) })).toThrow('in nobody');
  });
});
