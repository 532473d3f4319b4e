import { expect, test } from 'vitest';
import { approveEarly } from '../../../src/core/decide/approve_early.ts';
import { taskRecord, taskSlice } from '../records.ts';

const COMMIT = 'c'.repeat(40);

const { spec } = taskRecord();
const settings = { ...spec.settings, approve: ['after'], checks: ['build'] } as const;
const task = taskRecord({ state: 'in_review', commit: COMMIT, spec: { ...spec, settings } });
const approved = (changes: Partial<typeof task>) =>
  approveEarly(taskSlice({ task: { ...task, ...changes } }), { by: 'ada', commit: COMMIT }).changes;

test('work whose checks still run is let in at the very commit, in the attempt that made it', () => {
  expect(approved({})).toEqual([
    { kind: 'set_task', task: task.id, in: 'in_review', atAttempt: 1, set: { approvedCommit: COMMIT } },
  ]);
});

test.each([
  ['has another commit by now', { commit: 'd'.repeat(40) }],
  ['was let in already', { approvedCommit: COMMIT }],
  ['is asked about', { state: 'blocked', approval: 'after' }],
  ['has passed its checks', { checked: COMMIT }],
  ['waits for no checks', { spec: { ...spec, settings: { ...settings, checks: [] } } }],
  ['waits for no person', { spec: { ...spec, settings: { ...settings, approve: [] } } }],
] as const)('nothing is noted of work that %s', (_, changes) => {
  expect(approved(changes)).toEqual([]);
});
