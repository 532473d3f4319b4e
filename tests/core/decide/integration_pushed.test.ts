import { describe, expect, test } from 'vitest';
import { integrationLost, lossOf } from '../../../src/core/decide/integration_lost.ts';
import { integrationPushed } from '../../../src/core/decide/integration_pushed.ts';
import { finalPullRetargeted, pullMergedElsewhere, pullRetargeted } from '../../../src/core/decide/pull_retargeted.ts';
import { DecisionBuilder } from '../../../src/core/decision.ts';
import type { Reason } from '../../../src/core/reason.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import { runMachine } from '../../../src/core/run/run_state.ts';
import { taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import { BASE, MERGE, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const push = (run: Partial<RunRecord>, after: string | null, containsHead: boolean) =>
  integrationPushed(
    { run: runRecord(run), verification: null },
    after === null
      ? { how: 'deleted', by: 'ada' }
      : { how: containsHead ? 'extended' : 'rewritten', head: after, by: 'ada' },
    surroundings(),
  );
const nothing = { changes: [], events: [], effects: [], result: null };

describe('people move the integration branch', () => {
  test.each(['running', 'paused', 'in_review', 'failed', 'canceled'] as const)(
    'on top of what is there: a %s run takes it in',
    (state) => {
      const decision = push({ state }, MERGE, true);
      expect(decision.changes).toEqual([{ kind: 'set_run', run: 'run', in: state, set: { integrationHead: MERGE } }]);
      expect(decision.events).toMatchObject([{ body: { kind: 'noticed' } }]);
      expect(push({ state }, BASE, true)).toEqual(nothing);
    },
  );

  test('on top of what is there in review: it is offered anew, after the whole was verified with it', () => {
    const run = runRecord({ state: 'in_review', issue: 40, openTasks: 0 });
    const task = taskRecord({ id: 'task-plan', key: 'plan', kind: 'verification', state: 'succeeded', attempts: 1 });
    const push = { how: 'extended', head: MERGE, by: 'ada' } as const;
    const verification = { ...taskSlice({ run, task }), dependents: [], openDependencies: [] };
    const again = integrationPushed({ run, verification }, push, surroundings());
    expect(again.changes).toMatchObject([
      { kind: 'set_run', set: { integrationHead: MERGE } },
      { kind: 'move_task', task: 'task-plan', from: 'succeeded', to: 'ready' },
      { kind: 'require_plan', edits: 0 },
      { kind: 'require_dependencies', tasks: ['task-plan'], are: 'met' },
      { kind: 'count_open_tasks', by: 1 },
      { kind: 'move_run', from: 'in_review', to: 'running' },
      { kind: 'require_not_canceled' },
    ]);
    expect(again.effects).toMatchObject([{ effect: { kind: 'offer_run' } }]);
    const alone = integrationPushed({ run, verification: null }, push, surroundings());
    expect(alone.changes).toHaveLength(1);
    expect(alone.effects).toMatchObject([{ effect: { kind: 'offer_run' } }]);
    const skipped = { ...verification, task: { ...task, state: 'skipped' as const } };
    expect(integrationPushed({ run, verification: skipped }, push, surroundings())).toEqual(alone);
  });

  test.each([
    [null, 'integration_deleted'],
    [MERGE, 'integration_rewritten'],
  ] as const)('away (to %s): the run pauses, and what is at work goes on', (after, code) => {
    const decision = push({}, after, false);
    const reason = { code, message: expect.stringContaining('by ada') };
    expect(decision.changes).toEqual([
      { kind: 'move_run', run: 'run', from: 'running', to: 'paused', set: { reason } },
    ]);
  });

  test.each([
    ['paused_by_person', null, true],
    ['integration_deleted', MERGE, true],
    ['integration_rewritten', null, true],
    ['integration_deleted', null, false],
    ['app_removed', null, false],
  ] as const)('away while %s (to %s): the reason changes: %s', (code, after, changes) => {
    const reason: Reason = { code, message: '' };
    expect(push({ state: 'paused', reason }, after, false).changes).toHaveLength(changes ? 1 : 0);
  });

  test('away, which a merge had found before: who it was is told then, once', () => {
    const found: Reason = lossOf(runRecord(), null);
    const told = push({ state: 'paused', reason: found }, null, false);
    const reason = { code: 'integration_deleted', message: expect.stringContaining('by ada') };
    expect(told.changes).toEqual([{ kind: 'set_run', run: 'run', in: 'paused', set: { reason } }]);
    expect(push({ state: 'paused', reason: lossOf(runRecord(), null, 'ada') }, null, false)).toEqual(nothing);
    const builder = new DecisionBuilder();
    // Another merge finds the same, and knows no more.
    integrationLost(builder, runRecord({ state: 'paused', reason: found }), null);
    expect(builder.result(null)).toEqual(nothing);
  });

  test.each([null, MERGE])('away in review (to %s): the run goes back to work and pauses', (after) => {
    expect(push({ state: 'in_review' }, after, false).changes).toMatchObject([
      { from: 'in_review', to: 'running' },
      { from: 'running', to: 'paused' },
    ]);
  });

  test.each(['failed', 'quarantined', 'canceled'] as const)('away although the run is %s: that is told', (state) => {
    expect(push({ state }, null, false)).toMatchObject({ changes: [], events: [{ body: { kind: 'noticed' } }] });
  });

  test.each(['pending', 'succeeded'] as const)('of a run that is %s: no news', (state) => {
    expect(push({ state }, MERGE, true)).toEqual(nothing);
    expect(push({ state }, null, false)).toEqual(nothing);
  });
});

describe('people point a pull request at another base', () => {
  const open = statesOf(runMachine).filter(
    (state) => !['succeeded', 'failed', 'quarantined', 'canceled'].includes(state),
  );

  test.each(open)('the final one of a %s run: the run ends there', (state) => {
    const decision = finalPullRetargeted({ run: runRecord({ state }) }, { base: 'develop', by: 'ada' });
    expect(decision.changes).toEqual([{ kind: 'set_run', run: 'run', in: state, set: { base: 'develop' } }]);
    expect(decision.events).toMatchObject([{ body: { kind: 'noticed' } }]);
  });

  test('the final one: no news where it is the same, or the run is over', () => {
    expect(finalPullRetargeted({ run: runRecord() }, { base: 'main', by: 'ada' })).toEqual(nothing);
    expect(finalPullRetargeted({ run: runRecord({ state: 'failed' }) }, { base: 'x', by: 'ada' })).toEqual(nothing);
  });

  const retarget = (state: 'in_review' | 'failed', base: string, pull: number | null = 41) =>
    pullRetargeted({ task: taskRecord({ state, pull }), run: runRecord() }, { base, by: 'ada' }, surroundings());

  test("a task's: it is pointed back, and that is told", () => {
    const decision = retarget('in_review', 'main');
    expect(decision.effects).toEqual([
      {
        id: 'id-1',
        run: 'run',
        lane: 'show:run',
        effect: { kind: 'retarget_pull', pull: 41, base: 'planwright/release/plan' },
      },
    ]);
    expect(decision.events).toMatchObject([{ task: 'parser', body: { kind: 'noticed', sort: 'in_vain' } }]);
  });

  test("a task's: no news where it has ended, has none, or points where it should", () => {
    expect(statesOf(taskMachine).filter(taskHasEnded)).toContain('failed');
    expect(retarget('failed', 'main')).toEqual(nothing);
    expect(retarget('in_review', 'main', null)).toEqual(nothing);
    expect(retarget('in_review', 'planwright/release/plan')).toEqual(nothing);
  });

  test("a task's, and merge it there: its work goes where it was to go, unless it has ended", () => {
    const merge = (state: 'in_review' | 'failed') =>
      pullMergedElsewhere(
        { task: taskRecord({ state, commit: MERGE }), run: runRecord() },
        { base: 'main', by: 'ada' },
      );
    expect(merge('in_review')).toMatchObject({ changes: [], effects: [] });
    const what =
      'ada merged the pull request of `parser` into `main`; its work goes into `planwright/release/plan` all the same.';
    expect(merge('in_review').events).toEqual([{ run: 'run', task: 'parser', body: { kind: 'noticed', what } }]);
    expect(merge('failed')).toEqual(nothing);
  });
});
