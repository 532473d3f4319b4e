import { describe, expect, test } from 'vitest';
import { pullClosed } from '../../../src/core/decide/pull_closed.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import { taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import { BASE, COMMIT, dependent, MERGE, NOW, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const run = runRecord({ issue: 40, finalPull: 50 });
const merged = { merge: { commit: MERGE }, by: 'ada' } as const;
const closed = { merge: null, by: 'ada' } as const;

function close(input: typeof merged | typeof closed, task: Partial<TaskRecord>, of = run) {
  const record = taskRecord({ state: 'in_review', commit: COMMIT, pull: 41, ...task });
  return pullClosed(taskSlice({ task: record, run: of, dependents: [dependent('docs')] }), input, surroundings());
}

const mergeable = statesOf(taskMachine).filter((state) => taskMachine.allows(state, 'merged'));
const counts = mergeable.filter((state) => !taskHasEnded(state));
const tells = statesOf(taskMachine).filter((state) => !mergeable.includes(state) && state !== 'succeeded');

describe("a person merges a task's pull request", () => {
  test.each(counts)('of a task that is %s: it is in, and who waited goes on', (state) => {
    const decision = close(merged, { state, pushed: BASE });
    expect(decision.changes).toEqual([
      { kind: 'set_run', run: 'run', in: 'running', set: { integrationHead: MERGE } },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: state,
        fromAttempt: 1,
        to: 'succeeded',
        set: { mergeCommit: MERGE, commit: BASE, pushed: null, endedAt: NOW, takeover: null },
      },
      ...(state === 'blocked' ? [{ kind: 'withdraw_questions', task: 'task-parser', because: 'Its work is in.' }] : []),
      { kind: 'count_open_tasks', run: 'run', by: -1 },
      { kind: 'require_plan', run: 'run', edits: 0 },
      { kind: 'close_dependency', run: 'run', task: 'task-docs', dependsOn: 'task-parser' },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'noticed', what: 'ada merged the pull request #41 of `parser`.' },
      { kind: 'task_merged', mergeCommit: MERGE },
      { kind: 'task_moved', from: state, to: 'succeeded' },
    ]);
    expect(decision.effects.map(({ effect }) => effect)).toEqual([
      { kind: 'delete_branch', branch: 'planwright/release/parser', commit: BASE },
    ]);
  });

  test.each(mergeable.filter(taskHasEnded))(
    'of a task that is %s: it is in all the same, and its run goes on',
    (state) => {
      const decision = close(merged, { state }, runRecord({ issue: 40, finalPull: 50, state: 'failed', openTasks: 0 }));
      expect(decision.changes).toMatchObject([
        { kind: 'set_run', set: { integrationHead: MERGE } },
        { kind: 'move_task', from: state, to: 'succeeded', set: { mergeCommit: MERGE, commit: COMMIT, reason: null } },
        { kind: 'require_plan', edits: 0 },
        { kind: 'close_dependency', task: 'task-docs' },
        { kind: 'move_run', from: 'failed', to: 'running' },
        { kind: 'require_not_canceled', in: 'running', task: 'task-parser' },
      ]);
    },
  );

  test.each(tells)('of a task that is %s: that is told', (state) => {
    const decision = close(merged, { state });
    expect(decision.changes).toEqual([]);
    const what = `ada merged the pull request #41 of \`parser\` while it was ${state}.`;
    expect(decision.events).toEqual([{ run: 'run', task: 'parser', body: { kind: 'noticed', what } }]);
  });

  test('without telling which commit came of it: the task is in with its own, and the head stays', () => {
    const kinds = pullClosed(
      taskSlice({ task: taskRecord({ state: 'in_review', commit: COMMIT }), run }),
      { merge: { commit: null }, by: 'ada' },
      surroundings(),
    ).changes;
    expect(kinds[0]).toMatchObject({ kind: 'move_task', to: 'succeeded', set: { mergeCommit: COMMIT } });
  });
});

describe("a person closes a task's pull request without merging it", () => {
  test('of a task in review: it has failed, and is treated so', () => {
    const decision = close(closed, {});
    const reason = { code: 'pull_request_closed', message: 'ada closed its pull request #41 without merging it.' };
    expect(decision.events).toMatchObject([
      { task: 'parser', body: { from: 'in_review', to: 'failed', reason } },
      { task: 'docs', body: { to: 'skipped', reason: { code: 'dependency_failed' } } },
    ]);
  });

  test('of a task whose run is being canceled: it is canceled', () => {
    expect(close(closed, {}, runRecord({ cancel: 'graceful' })).events[0]).toMatchObject({ body: { to: 'canceled' } });
  });

  const others = statesOf(taskMachine).filter((state) => state !== 'in_review' && state !== 'succeeded');
  test.each(others)('of a task that is %s: that is told', (state) => {
    const decision = close(closed, { state });
    expect(decision.changes).toEqual([]);
    expect(decision.events).toMatchObject([{ body: { kind: 'noticed' } }]);
  });
});

test('what happens to the pull request of a task that is in is no news', () => {
  for (const input of [merged, closed]) expect(close(input, { state: 'succeeded' }).events).toEqual([]);
});
