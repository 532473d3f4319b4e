import { expect, test } from 'vitest';
import { askQuestion } from '../../../src/core/decide/ask_question.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import { attemptRecord, attemptSlice, BASE, NOW, questionRecord, surroundings, taskRecord } from '../records.ts';

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
    { ...input, questions: [], orchestrator: null, ...more },
    surroundings(),
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
        answering: null,
        overruled: null,
        remindedAt: null,
        sameness: expect.any(String),
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

const byDefault = (attempts: number) =>
  Array.from({ length: attempts }, (_, index) =>
    questionRecord({ id: `earlier-${index}`, n: index + 1, attempt: index + 1, state: 'expired', answer: 'keep' }),
  );
const eleventh = { attempt: attemptRecord({ number: 11, base: BASE }), task: taskRecord({ attempts: 11 }) };
const askedNow = (questions: readonly ReturnType<typeof questionRecord>[]) =>
  ask(eleventh, { question: 'question-11', questions }).changes[0];

test('after ten attempts that only defaults let go on, its own does not count: it waits for a person, and says why', () => {
  const why = 'Its default (keep) does not count: no person has answered what the last 10 attempts of the task asked.';
  expect(askedNow(byDefault(10))).toMatchObject({
    question: { defaultAnswer: null, deadlineAt: null, details: why, text: 'Keep legacy_id?' },
  });
});

test.each([
  ['fewer than ten', byDefault(9)],
  [
    'ten, where a person answered one of them since',
    [...byDefault(9), questionRecord({ id: 'answered', n: 10, attempt: 10, state: 'answered', answeredBy: 'ada' })],
  ],
  ['ten questions of one attempt', byDefault(10).map((question) => ({ ...question, attempt: 3 }))],
])('after %s the default counts', (_, questions) => {
  expect(askedNow(questions)).toMatchObject({ question: { defaultAnswer: 'keep', deadlineAt: NOW + 60_000 } });
});
