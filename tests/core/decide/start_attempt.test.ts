import { expect, test } from 'vitest';
import { startAttempt } from '../../../src/core/decide/start_attempt.ts';
import { attemptRecord, attemptSlice, BASE, COMMIT, NOW } from '../records.ts';

const report = { runner: 'runner', base: BASE, startCommit: BASE, leaseMs: 30_000 };
const leased = attemptRecord({ state: 'leased', base: null, startCommit: null, startedAt: null });
const started = {
  kind: 'move_attempt',
  attempt: 'attempt-1',
  to: 'running',
  set: { base: BASE, startCommit: BASE, startedAt: NOW, leaseUntil: NOW + 30_000 },
};

test('a leased attempt starts at the base that its runner reports, with a whole lease', () => {
  const decision = startAttempt(attemptSlice({ attempt: leased }), report, NOW);
  expect(decision.changes).toEqual([{ ...started, from: 'leased' }]);
  expect(decision.events).toEqual([
    { run: 'run', task: 'parser', attempt: 1, body: { kind: 'attempt_started', base: BASE, startCommit: BASE } },
  ]);
});

test('an attempt that was revived before it had started starts all the same', () => {
  const revived = { ...leased, state: 'running' } as const;
  expect(startAttempt(attemptSlice({ attempt: revived }), report, NOW).changes).toEqual([
    { ...started, from: 'running' },
  ]);
});

test('the same report again changes nothing', () => {
  expect(startAttempt(attemptSlice(), report, NOW)).toEqual({ changes: [], events: [], effects: [], result: null });
});

test('a start at another commit than before is impossible', () => {
  expect(() => startAttempt(attemptSlice(), { ...report, base: COMMIT }, NOW)).toThrow(
    expect.objectContaining({ code: 'impossible_report' }),
  );
});

test.each(['succeeded', 'failed', 'timed_out', 'canceled', 'lost'] as const)(
  'an attempt that is %s does not start',
  (state) => {
    const slice = attemptSlice({ attempt: attemptRecord({ state }) });
    expect(() => startAttempt(slice, report, NOW)).toThrow(expect.objectContaining({ code: 'attempt_not_current' }));
  },
);

test('nobody starts the attempt of another runner', () => {
  expect(() => startAttempt(attemptSlice({ attempt: leased }), { ...report, runner: 'stranger' }, NOW)).toThrow(
    expect.objectContaining({ code: 'attempt_not_current' }),
  );
});
