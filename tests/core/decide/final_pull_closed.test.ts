import { describe, expect, test } from 'vitest';
import { finalPullClosed } from '../../../src/core/decide/final_pull_closed.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import { runMachine } from '../../../src/core/run/run_state.ts';
import { statesOf } from '../expect_machine.ts';
import { ASKED_NO_MORE, MERGE, NOW, runRecord, surroundings } from '../records.ts';

const close = (merged: boolean, run: Partial<RunRecord>) =>
  finalPullClosed(
    { run: runRecord({ issue: 40, finalPull: 50, openTasks: 0, ...run }) },
    { merge: merged ? { commit: MERGE } : null, by: 'ada' },
    surroundings(),
  );
const told = { run: 'run', body: { kind: 'final_pull_merged', by: 'ada', mergeCommit: MERGE } };

describe('a person merges the final pull request', () => {
  test.each([
    ['in_review', ['succeeded']],
    ['running', ['in_review', 'succeeded']],
    ['paused', ['succeeded']],
    ['failed', ['succeeded']],
    ['canceled', ['succeeded']],
  ] as const)('of a run that is %s: it has succeeded, and is closed', (state, to) => {
    const decision = close(true, { state });
    expect(decision.events[0]).toEqual(told);
    const [guard, ...moves] = decision.changes;
    expect(guard).toEqual({ kind: 'require_no_open_tasks', run: 'run' });
    expect(moves).toContainEqual(ASKED_NO_MORE);
    expect(moves.flatMap((change) => (change.kind === 'move_run' ? [change.to] : []))).toEqual(to);
    expect(moves.at(-1)).toMatchObject({ set: { endedAt: NOW, reason: null } });
    expect(decision.effects).toMatchObject([{ lane: 'show:run', key: 'close:run', effect: { kind: 'close_run' } }]);
  });

  test.each(['running', 'paused'] as const)(
    'while tasks of a %s run are open: it goes on and gets another',
    (state) => {
      const decision = close(true, { state, openTasks: 2 });
      expect(decision.changes).toEqual([{ kind: 'set_run', run: 'run', in: state, set: { finalPull: null } }]);
      expect(decision.events).toMatchObject([
        told,
        { body: { kind: 'noticed', what: expect.stringContaining('while 2 tasks were open') } },
      ]);
      // What would be in another one is not there yet.
      expect(decision.effects).toEqual([]);
      expect(close(true, { state, openTasks: 1 }).events[1]).toMatchObject({
        body: { what: expect.stringContaining('while 1 task was open') },
      });
    },
  );

  test('of a run that is pending: that is told', () => {
    const state = 'pending';
    expect(close(true, { state }).events).toMatchObject([told, { body: { kind: 'noticed' } }]);
    expect(close(true, { state }).effects).toEqual([]);
  });
});

test.each(['in_review', 'running', 'failed'] as const)(
  'merging it before the last work of a %s run came in: another is opened',
  (state) => {
    const decision = finalPullClosed(
      { run: runRecord({ issue: 40, finalPull: 50, openTasks: 0, state }) },
      { merge: { commit: MERGE }, by: 'ada', missesWork: true },
      surroundings(),
    );
    expect(decision.changes).toEqual([{ kind: 'set_run', run: 'run', in: state, set: { finalPull: null } }]);
    expect(decision.events[1]).toMatchObject({ body: { what: expect.stringContaining('before all was in') } });
    expect(decision.effects).toMatchObject([{ effect: { kind: 'offer_run' } }]);
  },
);

test('merging it too early while the run is being canceled promises no other', () => {
  const [, noticed] = close(true, { cancel: 'graceful', openTasks: 1 }).events;
  expect(noticed).toMatchObject({ body: { what: expect.stringContaining('the run is being canceled all the same') } });
});

test('a person deletes the branch that it was to be merged into: that is told as it was', () => {
  const input = { merge: null, by: 'ada', deletedBranch: 'develop' };
  const message = 'ada deleted `develop`, which closed the final pull request.';
  const decision = finalPullClosed({ run: runRecord({ state: 'in_review', openTasks: 0 }) }, input, surroundings());
  expect(decision.changes).toMatchObject([ASKED_NO_MORE, { to: 'failed', set: { reason: { message } } }]);
});

describe('a person closes the final pull request without merging it', () => {
  test('of a run in review: it has failed', () => {
    const reason = {
      code: 'final_pull_request_closed',
      message: 'ada closed the final pull request without merging it.',
    };
    expect(close(false, { state: 'in_review' })).toEqual({
      changes: [
        ASKED_NO_MORE,
        { kind: 'move_run', run: 'run', from: 'in_review', to: 'failed', set: { endedAt: NOW, reason } },
      ],
      events: [{ run: 'run', body: { kind: 'run_moved', from: 'in_review', to: 'failed', reason } }],
      effects: [],
      result: null,
    });
  });

  const others = statesOf(runMachine).filter((state) => state !== 'in_review' && state !== 'succeeded');
  test.each(others)('of a run that is %s: that is told', (state) => {
    const decision = close(false, { state });
    expect(decision.changes).toEqual([]);
    expect(decision.events).toMatchObject([{ body: { kind: 'noticed' } }]);
  });
});

test('what happens to the pull request of a run that has succeeded is no news', () => {
  for (const merged of [true, false]) expect(close(merged, { state: 'succeeded' }).events).toEqual([]);
});
