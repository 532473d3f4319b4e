import { expect, test } from 'vitest';
import { goOnOrLeave } from '../../../src/core/decide/go_on_or_leave.ts';
import { isKeptFromMerge } from '../../../src/core/decide/merge_unless_kept.ts';
import { reworkTask } from '../../../src/core/decide/rework_task.ts';
import { DecisionBuilder } from '../../../src/core/decision.ts';
import type { FindingRecord } from '../../../src/core/finding/finding_record.ts';
import { checkFinding, finding, threadFinding } from '../findings.ts';
import { questionRecord, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const around = surroundings();
const COMMIT = 'c'.repeat(40);
const inReview = () => taskSlice({ task: taskRecord({ state: 'in_review', attempts: 1, commit: COMMIT }) });

function kinds(findings: readonly FindingRecord[], slice = inReview()) {
  const { changes } = reworkTask(slice, findings, around);
  return changes.map((change) => (change.kind === 'move_task' ? `${change.from} → ${change.to}` : change.kind));
}

test('work in review goes back from where it stands', () => {
  expect(kinds([finding()])).toEqual(['require_not_canceled', 'in_review → ready']);
});

test('what is merged goes back to work as a branch and a pull request of its own, and its run out of review', () => {
  const task = taskRecord({ state: 'succeeded', attempts: 1, commit: COMMIT, mergeCommit: COMMIT, pull: 41 });
  const { changes, events } = reworkTask(
    taskSlice({ task, run: runRecord({ state: 'in_review' }) }),
    [finding()],
    around,
  );
  expect(changes.map(({ kind }) => kind)).toEqual([
    'move_task',
    'count_open_tasks',
    'move_run',
    'require_not_canceled',
  ]);
  expect(changes[0]).toMatchObject({ to: 'ready', set: { commit: null, pull: null, pushed: null, endedAt: null } });
  expect(events.map(({ body }) => body.kind)).toEqual(['task_moved', 'run_moved']);
});

test('nothing happens before it is due, while an attempt is at work, and while the run rests', () => {
  expect(kinds([finding({ dueAt: around.now + 1 })])).toEqual([]);
  expect(kinds([finding({ state: 'held' })])).toEqual([]);
  expect(kinds([finding()], taskSlice({ task: taskRecord({ state: 'running', attempts: 2 }) }))).toEqual([]);
  expect(kinds([finding()], { ...inReview(), run: runRecord({ state: 'paused' }) })).toEqual([]);
});

const awaits = { state: 'blocked', approval: 'after', attempts: 1, commit: COMMIT } as const;
const found = (by: string, id = by) => finding({ id, key: id, content: threadFinding({ by }) });
const failing = (name: string) => finding({ id: name, key: name, content: checkFinding({ name }) });

test('work that waits for approval goes back, and people are asked about it no more', () => {
  const { changes } = reworkTask(taskSlice({ task: taskRecord(awaits) }), [finding()], around);
  const because = 'What was found in its work is mended first.';
  expect(changes).toMatchObject([
    { kind: 'require_not_canceled', task: 'task-parser' },
    { kind: 'withdraw_questions', task: 'task-parser', because },
    {
      kind: 'move_task',
      from: 'blocked',
      to: 'ready',
      set: { approval: null, failures: {}, reason: { code: 'reviewed' } },
    },
  ]);
});

test('of work that waits for approval nobody is asked a second thing', () => {
  const done = (attempt: number) => finding({ id: `f${attempt}`, key: `comment:${attempt}`, state: 'done', attempt });
  const stuck = [done(2), done(3), done(4), finding()];
  expect(kinds(stuck)).toEqual(['move_findings', 'insert_question']);
  expect(kinds(stuck, taskSlice({ task: taskRecord(awaits) }))).toEqual([]);
});

test.each([
  ['that asks its agent’s question', { task: taskRecord({ ...awaits, approval: null }) }],
  ['that waits before it starts', { task: taskRecord({ ...awaits, approval: 'before' }) }],
  ['that failed', { task: taskRecord({ ...awaits, state: 'failed' }) }],
  ['that is being canceled', { task: taskRecord({ state: 'in_review', attempts: 1, cancel: 'graceful' }) }],
  ['of a run that is being canceled', { run: runRecord({ cancel: 'graceful' }) }],
  ['of a run that has ended', { run: runRecord({ state: 'succeeded' }) }],
] as const)('nothing happens to one %s', (_, slice) => {
  expect(kinds([finding()], { ...inReview(), ...slice })).toEqual([]);
});

test('work in review goes back also while its run is in review, from where it stands and with nothing held against it', () => {
  const slice = { ...inReview(), run: runRecord({ state: 'in_review' }) };
  const [, moved] = reworkTask(slice, [finding()], around).changes;
  expect(moved).toMatchObject({ to: 'ready', set: { failures: {} } });
  expect(moved).not.toMatchObject({ set: { commit: null } });
});

test('what is merged counts as open once more, and only while nobody cancels its run in the state that it is in then', () => {
  const task = taskRecord({
    state: 'succeeded',
    attempts: 1,
    commit: COMMIT,
    mergeCommit: COMMIT,
    failures: { lost: 1 },
  });
  const { changes } = reworkTask(taskSlice({ task, run: runRecord({ state: 'in_review' }) }), [finding()], around);
  expect(changes[0]).toMatchObject({ set: { failures: {}, checked: null, dueAt: null } });
  expect(changes).toContainEqual({ kind: 'count_open_tasks', run: 'run', by: 1 });
  expect(changes).toContainEqual({ kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' });
});

test.each([
  [
    'who reviewed, each once',
    [found('bob', 'a'), found('eve', 'b'), found('bob', 'c')],
    'reviewed',
    'review by bob, eve',
  ],
  ['which checks failed', [failing('build'), failing('lint')], 'check_failed', 'failing check `build`, `lint`'],
  ['both', [failing('build'), found('bob')], 'reviewed', 'review by bob; failing check `build`'],
  [
    'only what is due',
    [found('bob'), finding({ ...found('eve'), dueAt: around.now + 1 })],
    'reviewed',
    'review by bob',
  ],
])('its row says %s', (_, findings, code, message) => {
  expect(reworkTask(inReview(), findings, around).changes[1]).toMatchObject({ set: { reason: { code, message } } });
});

test('a person is asked when the bound is reached, for reviews and checks apart', () => {
  const done = (attempt: number) => finding({ id: `f${attempt}`, key: `comment:${attempt}`, state: 'done', attempt });
  const before = [done(2), done(3), done(4)];
  expect(kinds([...before, finding()])).toEqual(['move_findings', 'insert_question']);
  expect(kinds([...before.slice(1), finding()])).toEqual(['require_not_canceled', 'in_review → ready']);
  expect(kinds([...before, finding({ content: checkFinding() })])).toEqual([
    'require_not_canceled',
    'in_review → ready',
  ]);
});

test('a person is asked when a check fails as it did before an attempt, whatever numbers it names', () => {
  const told = finding({
    id: 'old',
    key: 'old',
    state: 'done',
    attempt: 2,
    content: checkFinding({ message: '3 of 9 failed' }),
  });
  const same = finding({ content: checkFinding({ message: '4 of 9 failed' }) });
  const other = finding({ content: checkFinding({ message: 'Cannot compile' }) });
  expect(kinds([told, same])).toEqual(['move_findings', 'insert_question']);
  expect(kinds([told, other])).toEqual(['require_not_canceled', 'in_review → ready']);
});

function answered(answer: string) {
  const builder = new DecisionBuilder();
  const slice = inReview();
  const question = questionRecord({ source: 'no_progress', attempt: null });
  const askers = [{ ...slice, question, asksMore: false }];
  goOnOrLeave(builder, { askers }, { answer, by: 'ada' }, around);
  const moved = builder.changes.map((change) => (change.kind === 'move_task' ? change.to : change.kind));
  return { moved, effects: builder.effects.map(({ effect }) => effect.kind) };
}

test('asked whether to go on, a person has it left and merged, or one more attempt made', () => {
  expect(answered('leave it')).toEqual({ moved: ['release_findings', 'set_task'], effects: ['merge_task'] });
  for (const words of ['try again', 'Look at the imports first.']) {
    expect(answered(words)).toEqual({ moved: ['release_findings', 'require_not_canceled', 'ready'], effects: [] });
  }
});

test('published work waits for what was found, and for the checks that the plan names', () => {
  const task = taskRecord({ commit: COMMIT });
  const checks = taskRecord({ commit: COMMIT });
  const named = { ...checks, spec: { ...checks.spec, settings: { ...checks.spec.settings, checks: ['build'] } } };
  expect(isKeptFromMerge(task, [])).toBe(false);
  expect(isKeptFromMerge(task, [finding()])).toBe(true);
  expect(isKeptFromMerge(task, [finding({ state: 'held' })])).toBe(true);
  expect(isKeptFromMerge(task, [finding({ state: 'done' })])).toBe(false);
  expect(isKeptFromMerge(named, [])).toBe(true);
  expect(isKeptFromMerge({ ...named, checked: COMMIT }, [])).toBe(false);
});
