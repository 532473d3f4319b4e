import { expect, test } from 'vitest';
import { closeIssue, reopenIssue } from '../../../src/core/decide/close_issue.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { dependent, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const BY = { issue: 12, of: 'task', by: 'ada' } as const;
const GROUP = { ...BY, of: 'group' } as const;
const HELD = { kind: 'held', by: 'bob', at: 0, from: null } as const;
const COMMIT = 'c'.repeat(40);

const sliceOf = (task: Partial<TaskRecord>, more: Partial<TaskSlice> = {}) =>
  taskSlice({ task: taskRecord({ attempts: 0, ...task }), ...more });
const moves = ({ changes }: ReturnType<typeof closeIssue>) =>
  changes.flatMap((change) => (change.kind === 'move_task' ? [`${change.from} → ${change.to}`] : []));
const closed = (slice: TaskSlice) => closeIssue(slice, BY, surroundings());
const NOTHING = { changes: [], events: [], effects: [], result: null };

test.each(['pending', 'ready', 'blocked', 'retrying'] as const)('a task that is %s is done with its issue', (state) => {
  expect(moves(closed(sliceOf({ state }))).at(-1)).toMatch(/ → succeeded$/);
});

test.each(['running', 'in_review'] as const)('a task that is %s goes on, which is told', (state) => {
  const { changes, events } = closed(sliceOf({ state, attempts: 1 }));
  expect([changes, events]).toMatchObject([[], [{ body: { kind: 'noticed', sort: 'in_vain' } }]]);
});

test.each([
  ['whose verified work waits for approval', BY, { state: 'blocked', approval: 'after', attempts: 1 }],
  ['that asks, when its group is closed', GROUP, { state: 'blocked', attempts: 1 }],
  ['that is to be done anew, when its group is closed', GROUP, { state: 'ready', attempts: 1 }],
  ['that a person has taken, when its group is closed', GROUP, { state: 'blocked', takeover: HELD }],
] as const)('a task goes on %s, which is told', (_, issue, task) => {
  const { changes, events } = closeIssue(sliceOf(task), issue, surroundings());
  expect([changes, events]).toMatchObject([[], [{ body: { kind: 'noticed', sort: 'in_vain' } }]]);
});

test('a task that the plan has no more is not done with its issue', () => {
  const reason = { code: 'removed_from_plan', message: '' } as const;
  expect(closed(sliceOf({ state: 'canceled', reason }))).toEqual(NOTHING);
});

test('a group that is closed is no word about a task of it that has ended badly after attempts', () => {
  const failed = sliceOf({ state: 'failed', attempts: 3 });
  expect(closeIssue(failed, GROUP, surroundings())).toEqual(NOTHING);
});

test('a task of a closed group that nobody has begun is done, also one that waits to be let start', () => {
  const waits = sliceOf({ state: 'blocked', approval: 'before' });
  expect(moves(closeIssue(waits, GROUP, surroundings()))).toEqual(['blocked → succeeded']);
});

test.each([
  ['has succeeded', sliceOf({ state: 'succeeded' })],
  ['is being canceled', sliceOf({ state: 'ready', cancel: 'graceful' })],
  ['is in a run that is being canceled', sliceOf({ state: 'ready' }, { run: runRecord({ cancel: 'graceful' }) })],
  ['is in a run that has ended', sliceOf({ state: 'failed' }, { run: runRecord({ state: 'failed' }) })],
] as const)('nothing happens to a task that %s', (_, slice) => {
  expect(closed(slice)).toEqual(NOTHING);
});

test('a task that failed is done with its issue, and what was skipped because of it waits for its turn', () => {
  const skipped = dependent('docs', {
    state: 'skipped',
    reason: { code: 'dependency_failed', message: '', task: 'parser' },
  });
  const decision = closed(sliceOf({ state: 'failed', attempts: 3 }, { dependents: [skipped] }));
  expect(moves(decision)).toEqual(['failed → succeeded', 'skipped → pending']);
});

test('a task that failed is done with its issue only in a run that is not canceled at this moment', () => {
  const decision = closed(sliceOf({ state: 'failed', attempts: 3 }));
  const guard = { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' };
  expect(decision.changes).toContainEqual(guard);
});

test('an issue that is opened again brings its task back, also one that nothing waits for, where it stands', () => {
  const done = { state: 'succeeded' } as const;
  const { changes } = reopenIssue(sliceOf(done), BY);
  expect(changes.map(({ kind }) => kind)).toEqual([
    'require_plan',
    'require_not_canceled',
    'require_tasks',
    'require_dependencies',
    'move_task',
    'count_open_tasks',
  ]);
  const openDependencies = [{ id: 'task-a', key: 'a', state: 'running' }] as const;
  expect(moves(reopenIssue(sliceOf(done, { openDependencies }), BY))).toEqual(['succeeded → ready', 'ready → pending']);
});

test.each([
  ['was worked at', sliceOf({ state: 'succeeded', attempts: 1 })],
  ['was merged by hand', sliceOf({ state: 'succeeded', mergeCommit: COMMIT })],
  ['was skipped', sliceOf({ state: 'skipped' })],
  [
    'is gone on from',
    sliceOf({ state: 'succeeded' }, { dependents: [dependent('docs', { state: 'running', attempts: 1 })] }),
  ],
  ['is in review with its run', sliceOf({ state: 'succeeded' }, { run: runRecord({ state: 'in_review' }) })],
  [
    'could only be skipped',
    sliceOf({ state: 'succeeded' }, { openDependencies: [{ id: 'a', key: 'a', state: 'failed' }] }),
  ],
] as const)('nothing happens when the issue of a task is opened again that %s', (_, slice) => {
  expect(reopenIssue(slice, BY)).toEqual(NOTHING);
});
