import { expect, test } from 'vitest';
import { askQuestion } from '../../../src/core/decide/ask_question.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import { attemptRecord, attemptSlice, BASE, NOW, questionRecord, taskRecord } from '../records.ts';

const asked = {
  source: 'agent',
  text: 'Keep legacy_id?',
  options: ['keep', 'drop'],
  onlyOptions: true,
  default: 'keep',
  deadlineMs: 60_000,
} as const;

const input = { runner: 'runner', question: 'question-1', asked: { ...asked, options: [...asked.options] } };

const ask = (slice: Partial<AttemptSlice> = {}, more: Partial<Parameters<typeof askQuestion>[1]> = {}) =>
  askQuestion(
    attemptSlice({ attempt: attemptRecord({ base: BASE }), ...slice }),
    { ...input, questions: [], ...more },
    NOW,
  );

test('is open from now on, and lands only while its attempt is at work', () => {
  expect(ask().changes).toEqual([
    {
      kind: 'insert_question',
      question: {
        id: 'question-1',
        run: 'run',
        task: 'task-parser',
        attempt: 1,
        source: 'agent',
        text: 'Keep legacy_id?',
        options: ['keep', 'drop'],
        onlyOptions: true,
        defaultAnswer: 'keep',
        details: null,
        deadlineAt: NOW + 60_000,
        state: 'open',
        askedAt: NOW,
        answer: null,
        answeredBy: null,
        settledAt: null,
      },
    },
    { kind: 'move_attempt', attempt: 'attempt-1', from: 'running', to: 'running' },
  ]);
});

test.each(['open', 'answered', 'withdrawn'] as const)('asked again when it is %s, nothing is asked', (state) => {
  expect(ask({}, { questions: [questionRecord({ state })] }).changes).toEqual([]);
});

test.each([
  ['of another runner', {}, { runner: 'stranger' }, 'attempt_not_current'],
  ['of an attempt that ended', { attempt: attemptRecord({ state: 'failed' }) }, {}, 'attempt_not_current'],
  ['of one that has not started', { attempt: attemptRecord({ base: null }) }, {}, 'impossible_report'],
  [
    'of one that was given up, until a heartbeat brings it back',
    { attempt: attemptRecord({ state: 'lost' }), task: taskRecord({ state: 'ready' }) },
    {},
    'unavailable',
  ],
  [
    'of one that was replaced',
    { attempt: attemptRecord({ state: 'lost' }), task: taskRecord({ attempts: 2 }) },
    {},
    'attempt_not_current',
  ],
] as const)('one %s is refused', (_, slice, more, code) => {
  expect(() => ask(slice, more)).toThrow(expect.objectContaining({ code }));
});

test('an attempt does not ask for ever', () => {
  const questions = Array.from({ length: 50 }, (_, index) => questionRecord({ id: `earlier-${index}` }));
  expect(() => ask({}, { questions })).toThrow('This attempt has asked 50 times, which is all it may.');
});
