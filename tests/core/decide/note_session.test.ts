import { expect, test } from 'vitest';
import { noteSession, savedSession } from '../../../src/core/decide/note_session.ts';
import { attemptRecord, attemptSlice, NOW } from '../records.ts';

const used = { inputTokens: 10, cachedTokens: 2, outputTokens: 3, costUsd: 0.5 };
const report = { runner: 'runner', session: { id: 'thread-1', used } };
const saved = {
  kind: 'save_session',
  session: {
    task: 'task-parser',
    runner: 'runner',
    provider: 'coder',
    session: 'thread-1',
    used,
    began: 1,
    attempt: 1,
    updatedAt: NOW,
  },
};

test.each(['leased', 'running'] as const)('the conversation of an attempt that is %s is kept', (state) => {
  const slice = attemptSlice({ attempt: attemptRecord({ state }) });
  expect(noteSession(slice, report, NOW).changes).toEqual([saved]);
});

test.each(['succeeded', 'failed', 'timed_out', 'canceled', 'lost'] as const)(
  'that of an attempt that is %s is not',
  (state) => {
    const slice = attemptSlice({ attempt: attemptRecord({ state }) });
    expect(() => noteSession(slice, report, NOW)).toThrow(expect.objectContaining({ code: 'attempt_not_current' }));
  },
);

test('nor that of another runner', () => {
  expect(() => noteSession(attemptSlice(), { ...report, runner: 'other' }, NOW)).toThrow(
    expect.objectContaining({ code: 'attempt_not_current' }),
  );
});

test('a command has no conversation', () => {
  const slice = attemptSlice({ attempt: attemptRecord({ agent: null, provider: null }) });
  expect(() => noteSession(slice, report, NOW)).toThrow(expect.objectContaining({ code: 'impossible_report' }));
  expect(savedSession(slice.attempt, report.session, NOW)).toEqual([]);
});
