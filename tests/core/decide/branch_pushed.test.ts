import { describe, expect, test } from 'vitest';
import { branchPushed } from '../../../src/core/decide/branch_pushed.ts';
import type { RunRecord, TaskRecord } from '../../../src/core/records.ts';
import { taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import { attemptRecord, BASE, COMMIT, MERGE, NOW, runRecord, succeeded, taskRecord, taskSlice } from '../records.ts';

const PUSHED = 'e'.repeat(40);
const push = (task: Partial<TaskRecord>, commit: string | null = PUSHED, run: Partial<RunRecord> = {}) =>
  branchPushed(
    taskSlice({ task: taskRecord({ commit: COMMIT, ...task }), run: runRecord(run) }),
    { commit, by: 'ada' },
    { now: NOW },
  );
const told = { run: 'run', task: 'parser', body: { kind: 'branch_pushed', by: 'ada', commit: PUSHED } };

test('commits on the branch of a task in review are verified next', () => {
  const decision = push({ state: 'in_review' });
  expect(decision.changes).toEqual([
    { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
    {
      kind: 'move_task',
      task: 'task-parser',
      from: 'in_review',
      fromAttempt: 1,
      to: 'ready',
      set: { pushed: PUSHED },
    },
  ]);
  expect(decision.events[0]).toEqual(told);
});

test.each([
  ['at the ref of the newest attempt where that made it', COMMIT, 'refs/planwright/attempts/run/parser/2'],
  ['at those of all attempts where another made it', BASE, 'refs/planwright/attempts/run/parser/*'],
])('work that a rewritten branch lacks is told %s', (_, commit, ref) => {
  const task = taskRecord({ state: 'in_review', commit });
  const attempt = attemptRecord({ number: 2, outcome: succeeded({ commit: COMMIT }) });
  const pushed = { commit: PUSHED, by: 'ada', dropped: commit };
  const decision = branchPushed({ ...taskSlice({ task }), attempt }, pushed, { now: NOW });
  expect(decision.events[0]?.body).toEqual({ ...told.body, dropped: { commit, ref } });
  expect(decision.changes).toMatchObject([{}, { to: 'ready', set: { pushed: PUSHED } }]);
});

test('a task in review that is to end ends', () => {
  expect(push({ state: 'in_review' }, PUSHED, { cancel: 'graceful' }).events).toMatchObject([
    { body: { to: 'canceled' } },
  ]);
});

const kept = statesOf(taskMachine).filter((state) => state !== 'in_review' && state !== 'succeeded');
test.each(kept)('commits on the branch of a task that is %s wait for its next attempt', (state) => {
  const decision = push({ state });
  expect(decision.changes).toEqual([
    { kind: 'set_task', task: 'task-parser', in: state, atAttempt: 1, set: { pushed: PUSHED } },
  ]);
  expect(decision.events).toEqual([told]);
});

test('commits that come after the merge are no part of the run', () => {
  const decision = push({ state: 'succeeded', mergeCommit: MERGE });
  expect(decision.changes).toEqual([
    { kind: 'set_task', task: 'task-parser', in: 'succeeded', atAttempt: 1, set: { pushed: PUSHED } },
  ]);
  expect(decision.events).toMatchObject([{ body: { kind: 'noticed', what: expect.stringContaining('eeeeeee') } }]);
});

describe('no news is', () => {
  test.each([
    ['the commit that the task published itself', { state: 'in_review' }, COMMIT],
    ['what was told before', { state: 'ready', pushed: PUSHED }, PUSHED],
    ['anything about the branch of the verification, which has none', { kind: 'verification' }, PUSHED],
    ['that a merged branch was deleted', { state: 'succeeded' }, null],
  ] as const)('%s', (_, task, commit) => {
    expect(push(task, commit)).toEqual({ changes: [], events: [], effects: [], result: null });
  });
});

test('a deleted branch loses nothing, and that is told', () => {
  const decision = push({ state: 'in_review', pushed: BASE }, null);
  expect(decision.changes).toEqual([]);
  expect(decision.events).toMatchObject([
    { body: { kind: 'noticed', what: expect.stringContaining('ada deleted `planwright/release/parser`') } },
  ]);
});
