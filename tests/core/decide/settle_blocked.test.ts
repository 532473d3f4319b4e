import { expect, test } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import {
  attemptRecord,
  attemptSlice,
  dependent,
  ended,
  NOW,
  questionRecord,
  runRecord,
  surroundings,
  taskRecord,
} from '../records.ts';

const block = (slice: Partial<AttemptSlice>, questions: readonly QuestionRecord[]) =>
  finishAttempt(attemptSlice(slice), { runner: 'runner', outcome: ended('blocked'), questions }, surroundings());

const task = { kind: 'move_task', task: 'task-parser', fromAttempt: 1 } as const;

test('a task whose attempt waits for a person is blocked, uncounted, and its locks are free', () => {
  const decision = block({}, [questionRecord()]);
  expect(decision.changes).toEqual([
    {
      kind: 'move_attempt',
      attempt: 'attempt-1',
      from: 'running',
      to: 'blocked',
      set: { outcome: ended('blocked'), failure: { class: 'blocked', message: 'It was ended.' }, endedAt: NOW },
    },
    { kind: 'release_locks', task: 'task-parser' },
    { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
    { kind: 'require_questions', task: 'task-parser', open: 'some' },
    { ...task, from: 'running', to: 'blocked' },
  ]);
});

test.each(['answered', 'expired'] as const)('one that was %s while the attempt ended goes on at once', (state) => {
  const decision = block({}, [questionRecord({ state, answer: 'keep' })]);
  expect(decision.changes.slice(-3)).toEqual([
    { kind: 'require_questions', task: 'task-parser', open: 'none' },
    { ...task, from: 'running', to: 'blocked' },
    { ...task, from: 'blocked', to: 'ready' },
  ]);
});

test('one of two answers is not enough', () => {
  const decision = block({}, [questionRecord({ state: 'answered' }), questionRecord({ id: 'question-2', n: 2 })]);
  expect(decision.changes.at(-1)).toEqual({ ...task, from: 'running', to: 'blocked' });
});

test('a report that comes late is taken, and what was withdrawn meanwhile is asked anew by the next attempt', () => {
  const attempt = attemptRecord({ state: 'lost' });
  const decision = block({ attempt, task: taskRecord({ state: 'retrying', failures: { lost: 1 } }) }, [
    questionRecord({ state: 'withdrawn' }),
  ]);
  expect(decision.events.map(({ body }) => body)).toMatchObject([
    { kind: 'attempt_revived' },
    { from: 'retrying', to: 'running' },
    { kind: 'attempt_ended', class: 'blocked' },
    { from: 'running', to: 'blocked' },
    { from: 'blocked', to: 'ready' },
  ]);
});

test.each([
  ['its task', { task: taskRecord({ cancel: 'graceful' }) }],
  ['its run', { run: runRecord({ cancel: 'graceful' }) }],
] as const)('where %s is canceled, nothing is asked any more', (_, slice) => {
  const decision = block({ ...slice, dependents: [dependent('docs')] }, [questionRecord()]);
  expect(decision.changes[1]).toMatchObject({ kind: 'withdraw_questions', task: 'task-parser' });
  expect(decision.events[1]).toMatchObject({ body: { from: 'running', to: 'canceled' } });
});

test.each([
  ['has asked nothing', []],
  ['asked only in an earlier attempt', [questionRecord({ attempt: 2 })]],
])('it cannot wait for an answer where it %s', (_, questions) => {
  expect(() => block({}, questions)).toThrow(expect.objectContaining({ code: 'impossible_report' }));
});
