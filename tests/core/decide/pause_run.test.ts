import { describe, expect, test } from 'vitest';
import { type PauseInput, type PauseSlice, pauseRun } from '../../../src/core/decide/pause_run.ts';
import { resumeRun } from '../../../src/core/decide/resume_run.ts';
import type { Reason } from '../../../src/core/reason.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import { runMachine } from '../../../src/core/run/run_state.ts';
import { statesOf } from '../expect_machine.ts';
import { attemptRecord, MERGE, NOW, runRecord, surroundings, taskRecord } from '../records.ts';

const refused = expect.objectContaining({ code: 'not_allowed_in_state' });
const reason = (code: Reason['code']): Reason => ({ code, message: '' });
const appLost = ['app_removed', 'app_suspended', 'app_out_of_reach'] as const;
const because = ['paused_by_person', 'issue_closed', 'issue_unlabelled', ...appLost] as const;

const LABEL = 'plan';

function inputOf(code: PauseInput['because']): PauseInput {
  return code === 'issue_unlabelled' ? { because: code, by: 'ada', label: LABEL } : { because: code, by: 'ada' };
}

function pause(
  run: Partial<RunRecord>,
  input: PauseInput['because'] = 'paused_by_person',
  more: Partial<PauseSlice> = {},
) {
  const slice = { run: runRecord(run), open: [], liveAttempts: [attemptRecord()], schedulerVersion: 7, ...more };
  return pauseRun(slice, inputOf(input));
}

describe('pausing', () => {
  test.each(because)('a running run (%s): nothing more is handed out, what is at work ends gracefully', (code) => {
    const decision = pause({}, code);
    const why = { code, message: expect.stringContaining(code === 'app_out_of_reach' ? 'The App' : 'ada') };
    expect(decision.changes).toEqual([
      { kind: 'move_run', run: 'run', from: 'running', to: 'paused', set: { reason: why } },
      { kind: 'advance_scheduler', from: 7 },
      {
        kind: 'order_cancel',
        attempt: 'attempt-1',
        in: 'running',
        how: 'graceful',
        code: 'paused',
        reason: 'The run was paused.',
      },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'pause_requested', ...inputOf(code) },
      { kind: 'run_moved', from: 'running', to: 'paused', reason: why },
    ]);
  });

  test('by taking off the label names the label', () => {
    const [move] = pause({}, 'issue_unlabelled').changes;
    expect(move).toMatchObject({ set: { reason: { message: 'ada took the label `plan` off the issue.' } } });
  });

  test('softens no order to end that was given before', () => {
    for (const how of ['graceful', 'immediate'] as const) {
      const liveAttempts = [attemptRecord({ cancel: { how, reason: 'Canceled by bob.' } })];
      expect(pause({}, 'issue_closed', { liveAttempts }).changes.map(({ kind }) => kind)).not.toContain('order_cancel');
    }
  });

  const codes = [...because, 'integration_deleted', 'integration_rewritten'] as const;
  const weak = ['paused_by_person', 'issue_closed', 'issue_unlabelled'];
  const again = codes.flatMap((before) =>
    because.map((next) => {
      const isApp = (code: string) => appLost.some((each) => each === code);
      const isBroken = isApp(next) && (weak.includes(before) || isApp(before));
      const isShut = next === 'issue_closed' && weak.includes(before);
      return [before, next, before !== next && (isBroken || isShut)] as const;
    }),
  );
  test.each(again)('a run paused by %s once more by %s changes the reason: %s', (before, next, changes) => {
    const decision = pause({ state: 'paused', reason: reason(before) }, next);
    const set = { kind: 'set_run', run: 'run', in: 'paused', set: { reason: expect.objectContaining({ code: next }) } };
    const order = expect.objectContaining({ kind: 'order_cancel' });
    expect(decision.changes).toEqual(changes ? [set, order] : []);
  });

  test.each(because)('a run that is being canceled changes nothing, of which a person is told (%s)', (code) => {
    if (code === 'paused_by_person') expect(() => pause({ cancel: 'graceful' }, code)).toThrow(refused);
    else expect(pause({ cancel: 'graceful' }, code).changes).toEqual([]);
  });

  const elsewhere = statesOf(runMachine).filter((state) => state !== 'running' && state !== 'paused');
  test.each(elsewhere)('a run that is %s is refused to a person', (state) => {
    expect(() => pause({ state })).toThrow(refused);
  });

  test('a run that has not begun is refused for its issue, too; it may yet begin without the App', () => {
    expect(() => pause({ state: 'pending' }, 'issue_closed')).toThrow(refused);
    expect(() => pause({ state: 'pending' }, 'issue_unlabelled')).toThrow(refused);
    expect(pause({ state: 'pending' }, 'app_removed').changes).toEqual([]);
  });

  test.each(['in_review', 'succeeded', 'failed', 'canceled'] as const)(
    'closing the issue of a run that is %s changes nothing',
    (state) => {
      expect(pause({ state }, 'issue_closed')).toEqual({ changes: [], events: [], effects: [], result: null });
    },
  );
});

describe('resuming', () => {
  const resume = (run: Partial<RunRecord>, integrationIntact = true) =>
    resumeRun(
      {
        run: runRecord({ integrationHead: MERGE, finalPull: 50, ...run }),
        open: [
          taskRecord({ state: 'in_review', pull: 41 }),
          taskRecord({ pull: 42 }),
          taskRecord({ state: 'in_review' }),
        ],
      },
      { by: 'ada', integrationIntact },
      surroundings(),
    );

  test.each([...because, 'integration_rewritten'] as const)('a run paused by %s goes on, with what waited', (code) => {
    const decision = resume({ state: 'paused', reason: reason(code) });
    expect(decision.changes).toEqual([
      { kind: 'move_run', run: 'run', from: 'paused', to: 'running', set: { reason: null } },
      { kind: 'wake_effects', run: 'run', at: NOW },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'resume_requested', by: 'ada' },
      { kind: 'run_moved', from: 'paused', to: 'running' },
    ]);
  });

  test('a run without its integration branch makes that first, with what GitHub closed with it, past all that waits', () => {
    const decision = resume({ state: 'paused', reason: reason('integration_deleted') });
    expect(decision.changes).toEqual([]);
    expect(decision.effects).toEqual([
      {
        id: 'id-1',
        run: 'run',
        lane: 'restore:run',
        key: 'restore:run',
        effect: { kind: 'restore_integration', commit: MERGE, pulls: [41, 50] },
      },
    ]);
  });

  test('a run whose integration branch lacks merged work is refused, told how to bring it back', () => {
    const rewritten = { state: 'paused', reason: reason('integration_rewritten') } as const;
    expect(() => resume(rewritten, false)).toThrow(
      `git push --force origin ${MERGE}:refs/heads/planwright/release/plan`,
    );
  });

  test('a run that runs changes nothing; one in any other state is refused', () => {
    expect(resume({}).changes).toEqual([]);
    for (const state of statesOf(runMachine).filter((each) => each !== 'running' && each !== 'paused')) {
      expect(() => resume({ state })).toThrow(refused);
    }
  });
});
