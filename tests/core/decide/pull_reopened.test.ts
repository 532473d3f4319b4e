import { describe, expect, test } from 'vitest';
import { finalPullReopened, pullReopened } from '../../../src/core/decide/pull_reopened.ts';
import type { RunRecord, TaskRecord } from '../../../src/core/records.ts';
import { runMachine } from '../../../src/core/run/run_state.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { taskEndedBadly, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import {
  attemptRecord,
  BASE,
  COMMIT,
  dependent,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const by = { by: 'ada' } as const;
const closed = { code: 'pull_request_closed', message: '' } as const;
const failedRun = runRecord({ issue: 40, state: 'failed', openTasks: 0 });
const verified = attemptRecord({ state: 'succeeded', outcome: succeeded({ commit: COMMIT }) });

const reopen = (task: Partial<TaskRecord> = {}, slice: Partial<TaskSlice> = {}) =>
  pullReopened(
    taskSlice({
      task: taskRecord({ state: 'failed', reason: closed, commit: COMMIT, pull: 41, ...task }),
      run: failedRun,
      attempt: verified,
      ...slice,
    }),
    by,
    surroundings(),
  );

describe("a person reopens a task's pull request", () => {
  test('by whose closing it had failed: the task is in review again, with who waited for it and its run', () => {
    const ended = { state: 'skipped', reason: { code: 'dependency_failed', message: '' } } as const;
    const docs = dependent('docs', { ...ended, badDependencies: ['task-parser'] });
    const decision = reopen({}, { dependents: [docs] });
    expect(decision.changes).toMatchObject([
      { kind: 'move_task', from: 'failed', to: 'in_review', set: { reason: null, cancel: null, endedAt: null } },
      { kind: 'require_plan', edits: 0 },
      { kind: 'move_task', task: 'task-docs', from: 'skipped', to: 'pending' },
      { kind: 'require_dependencies', tasks: ['task-parser'], are: 'met' },
      { kind: 'require_dependencies', tasks: ['task-docs'], are: 'open' },
      { kind: 'count_open_tasks', by: 2 },
      { kind: 'move_run', from: 'failed', to: 'running' },
      { kind: 'require_not_canceled', in: 'running', task: 'task-parser' },
    ]);
    expect(decision.effects.map(({ effect }) => effect)).toMatchObject([
      { kind: 'publish_task', branch: 'planwright/release/parser', commit: COMMIT },
      { kind: 'check_task' },
    ]);
    const what = 'ada reopened the pull request #41 of `parser`; the task goes on from there.';
    expect(decision.events[0]).toEqual({ run: 'run', task: 'parser', body: { kind: 'noticed', what } });
  });

  test.each([
    ['failed of something else', { reason: { code: 'retries_used_up', message: '' } }, {}],
    ['was pushed to since', { pushed: BASE }, {}],
    ['has no evidence', {}, { attempt: null }],
    ['is of a canceled run', {}, { run: runRecord({ state: 'canceled', cancel: 'graceful' }) }],
    ['waits again for another', {}, { openDependencies: [{ id: 'task-lexer', key: 'lexer', state: 'ready' }] }],
  ] as const)('of a task that %s: people are told how it goes on', (_, task, slice) => {
    const decision = reopen(task, slice);
    expect(decision).toMatchObject({ changes: [], effects: [] });
    const what = expect.stringContaining('the task has failed; `/planwright retry parser` sends it back to work.');
    expect(decision.events).toMatchObject([{ body: { kind: 'noticed', what } }]);
  });

  const rest = statesOf(taskMachine).filter((state) => !taskEndedBadly(state));
  test.each(rest)('of a task that is %s: no news', (state) => {
    expect(reopen({ state }).events).toEqual([]);
  });
});

describe('a person reopens the final pull request', () => {
  const reopenFinal = (run: Partial<RunRecord>) => finalPullReopened({ run: runRecord(run) }, by, surroundings());

  test('by whose closing the run had failed: it goes on to its review', () => {
    const decision = reopenFinal({ state: 'failed', reason: { code: 'final_pull_request_closed', message: '' } });
    expect(decision.changes).toMatchObject([
      { kind: 'move_run', from: 'failed', to: 'running', set: { reason: null } },
    ]);
    expect(decision.events[0]).toMatchObject({ body: { kind: 'noticed' } });
  });

  test.each(['failed', 'canceled', 'quarantined'] as const)(
    'of a run that is %s otherwise: people are told how',
    (state) => {
      const decision = reopenFinal({ state });
      expect(decision.changes).toEqual([]);
      expect(decision.events).toMatchObject([{ body: { what: expect.stringContaining('`/planwright retry`') } }]);
    },
  );

  const rest = statesOf(runMachine).filter((state) => !['failed', 'canceled', 'quarantined'].includes(state));
  test.each(rest)('of a run that is %s: no news', (state) => {
    expect(reopenFinal({ state })).toEqual({ changes: [], events: [], effects: [], result: null });
  });
});
