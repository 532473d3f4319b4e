import { describe, expect, test } from 'vitest';
import { loseAttempt } from '../../../src/core/decide/lose_attempt.ts';
import { attemptRecord, attemptSlice, NOW, runRecord, surroundings, taskRecord } from '../records.ts';

const because = 'Nobody heard of it.';
const expired = { expired: true, because };
const dead = { expired: false, because };
const over = { leaseUntil: NOW };
const unstarted = { state: 'leased', base: null, startCommit: null, startedAt: null } as const;

describe('an attempt that nobody hears of', () => {
  test('is left alone until its lease is over', () => {
    const attempt = attemptRecord({ leaseUntil: NOW + 1 });
    expect(loseAttempt(attemptSlice({ attempt }), expired, surroundings()).changes).toEqual([]);
  });

  test('is lost at once when its process is known dead', () => {
    const decision = loseAttempt(attemptSlice(), dead, surroundings());
    expect(decision.changes[0]).toEqual({
      kind: 'move_attempt',
      attempt: 'attempt-1',
      from: 'running',
      to: 'lost',
      set: { endedAt: NOW, failure: { class: 'lost', message: because } },
    });
  });

  test.each(['succeeded', 'failed', 'timed_out', 'canceled', 'lost'] as const)('is not lost when it is %s', (state) => {
    const slice = attemptSlice({ attempt: attemptRecord({ state, ...over }) });
    expect(loseAttempt(slice, expired, surroundings()).changes).toEqual([]);
  });
});

describe('its task', () => {
  test('is ready again at once when the attempt had started, and the loss counts', () => {
    const decision = loseAttempt(attemptSlice({ attempt: attemptRecord(over) }), expired, surroundings());
    expect(decision.changes.slice(1)).toMatchObject([
      { kind: 'withdraw_questions', task: 'task-parser', because: 'Attempt 1 was given up.' },
      { kind: 'release_locks' },
      { kind: 'require_not_canceled' },
      { from: 'running', to: 'retrying', set: { failures: { lost: 1 }, dueAt: null } },
      { from: 'retrying', to: 'ready' },
    ]);
    expect(decision.events[0]).toEqual({
      run: 'run',
      task: 'parser',
      attempt: 1,
      body: { kind: 'attempt_ended', class: 'lost', message: because, commit: null },
    });
  });

  test('is quarantined after the eleventh loss', () => {
    const task = taskRecord({ attempts: 11, failures: { lost: 10 } });
    const decision = loseAttempt(attemptSlice({ task, attempt: attemptRecord(over) }), expired, surroundings());
    expect(decision.events[1]).toMatchObject({
      body: { to: 'quarantined', reason: { code: 'retries_used_up', class: 'lost' } },
    });
  });

  test('goes back uncounted when the attempt had not started', () => {
    const attempt = attemptRecord({ ...unstarted, ...over });
    const decision = loseAttempt(attemptSlice({ attempt }), expired, surroundings());
    expect(decision.changes).toEqual([
      {
        kind: 'move_attempt',
        attempt: 'attempt-1',
        from: 'leased',
        to: 'lost',
        set: { endedAt: NOW, failure: { class: 'lost', message: because } },
      },
      { kind: 'release_locks', task: 'task-parser' },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      { kind: 'move_task', task: 'task-parser', from: 'running', fromAttempt: 1, to: 'ready' },
    ]);
    expect(decision.events[0]).toMatchObject({ attempt: 1, body: { kind: 'attempt_given_back', message: because } });
  });

  test.each([
    ['started', {}],
    ['had not started', unstarted],
  ])('is canceled when that was asked for (the attempt %s)', (_, state) => {
    const attempt = attemptRecord({ ...state, ...over });
    const decision = loseAttempt(
      attemptSlice({ attempt, run: runRecord({ cancel: 'graceful' }) }),
      expired,
      surroundings(),
    );
    expect(decision.events.at(-1)).toMatchObject({ body: { to: 'canceled', reason: { code: 'run_canceled' } } });
  });
});
