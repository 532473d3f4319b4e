import { expect, it } from 'vitest';
import { endOffered } from '../../../src/core/decide/end_offered.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { COMMIT, dependent, NOW, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const task = taskRecord({ state: 'in_review', commit: COMMIT });
const run = runRecord({ cancel: 'graceful' });
const end = (slice: Partial<TaskSlice> = {}) => endOffered(taskSlice({ task, run, ...slice }), surroundings());
const moves = ({ changes }: ReturnType<typeof end>) =>
  changes.flatMap((change) => (change.kind === 'move_task' ? [change] : []));

it('offered work of a run that is being canceled ends, and what waits for it', () => {
  expect(moves(end({ dependents: [dependent('docs')] }))).toMatchObject([
    { task: 'task-parser', from: 'in_review', to: 'canceled', set: { reason: { code: 'run_canceled' }, endedAt: NOW } },
    { task: 'task-docs', to: 'skipped', set: { reason: { code: 'dependency_canceled' } } },
  ]);
});

it('of a run that reached its time limit it says that', () => {
  const late = { ...run, reason: { code: 'run_timed_out', message: '' } } as const;
  expect(moves(end({ run: late }))).toMatchObject([{ to: 'canceled', set: { reason: { code: 'run_timed_out' } } }]);
});

it.each<[string, Partial<TaskSlice>]>([
  ['of a run that nobody cancels', { run: runRecord() }],
  ['that is canceled by itself, of a run that goes on', { run: runRecord(), task: { ...task, cancel: 'graceful' } }],
  ['that went back to work', { task: { ...task, state: 'ready' } }],
  ['that is in', { task: { ...task, state: 'succeeded' } }],
  ['that people are asked about', { task: { ...task, state: 'blocked' } }],
])('nothing happens to work %s', (_, slice) => {
  expect(end(slice)).toMatchObject({ changes: [], events: [], effects: [] });
});
