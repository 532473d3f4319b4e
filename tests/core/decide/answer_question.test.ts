import { describe, expect, test } from 'vitest';
import { answerQuestion, expireQuestion } from '../../../src/core/decide/answer_question.ts';
import type { Asker, QuestionSlice } from '../../../src/core/decide/question_slice.ts';
import { NOW, questionRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

type Given = Partial<Pick<Asker, 'question' | 'task' | 'asksMore'>>;

const slice = ({ question = questionRecord(), ...more }: Given = {}): QuestionSlice => {
  const task = taskSlice({ task: taskRecord({ state: 'blocked' }) });
  const { run, repository } = task;
  return { run, repository, question, askers: [{ ...task, question, asksMore: false, ...more }] };
};

const settled = { kind: 'settle_question', question: 'question-1', to: 'answered', answer: 'keep', by: 'ada', at: NOW };

describe('an answer', () => {
  const answer = (more?: Given, text = 'keep') => answerQuestion(slice(more), { text, by: 'ada' }, surroundings());

  test('lets a blocked task go on, only while nothing else is asked', () => {
    const decision = answer();
    expect(decision.changes).toEqual([
      settled,
      { kind: 'require_settled', run: 'run', n: 1 },
      { kind: 'require_questions', task: 'task-parser', open: 'none' },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      { kind: 'move_task', task: 'task-parser', from: 'blocked', fromAttempt: 1, to: 'ready' },
    ]);
    expect(decision.events).toEqual([
      {
        run: 'run',
        task: 'parser',
        attempt: 1,
        body: { kind: 'question_answered', n: 1, answer: 'keep', by: 'ada' },
      },
      { run: 'run', task: 'parser', body: { kind: 'task_moved', from: 'blocked', to: 'ready' } },
    ]);
  });

  test('leaves a task blocked that asks something else too', () => {
    expect(answer({ asksMore: true }).changes).toEqual([
      settled,
      { kind: 'require_settled', run: 'run', n: 1 },
      { kind: 'require_questions', task: 'task-parser', open: 'some' },
      { kind: 'set_task', task: 'task-parser', in: 'blocked', atAttempt: 1, set: { dueAt: null } },
    ]);
  });

  test('to an attempt at work lands only while it is: were it blocked by then, it would have to go on', () => {
    expect(answer({ task: taskRecord() }).changes).toEqual([
      settled,
      { kind: 'require_settled', run: 'run', n: 1 },
      { kind: 'set_task', task: 'task-parser', in: 'running', atAttempt: 1, set: { dueAt: null } },
    ]);
  });

  test('to what is asked of the whole run settles that alone', () => {
    const question = questionRecord({ task: null, attempt: null });
    const decision = answerQuestion(
      { ...slice({ question }), askers: [] },
      { text: 'keep', by: 'ada' },
      surroundings(),
    );
    expect(decision.changes).toEqual([settled]);
    const body = { kind: 'question_answered', n: 1, answer: 'keep', by: 'ada' };
    expect(decision.events).toEqual([{ run: 'run', body }]);
  });

  test.each([
    ['answered', { answer: 'drop', answeredBy: 'bob' }, 'Q1 was answered by bob: `drop`'],
    ['expired', { answer: 'drop' }, 'Nobody answered Q1 in time, so its default counts: `drop`'],
    ['withdrawn', {}, 'Q1 was withdrawn: nobody waits for the answer any more.'],
  ] as const)('to one that was %s says so', (state, more, message) => {
    const question = questionRecord({ state, ...more });
    expect(() => answer({ question })).toThrow(expect.objectContaining({ code: 'not_allowed_in_state', message }));
  });

  test('after the deadline comes too late, whether or not the default was made to count; without a default it does not', () => {
    const due = questionRecord({ deadlineAt: NOW, defaultAnswer: 'drop' });
    const message = 'Nobody answered Q1 in time, so its default counts: `drop`';
    expect(() => answer({ question: due })).toThrow(message);
    expect(answer({ question: { ...due, deadlineAt: NOW + 1 } }).changes[0]).toEqual(settled);
    expect(answer({ question: { ...due, defaultAnswer: null } }).changes[0]).toEqual(settled);
  });
});

describe('what several tasks ask', () => {
  const other = taskRecord({ id: 'task-docs', key: 'docs', state: 'running' });
  const shared = (deadlineAt: number | null): QuestionSlice => {
    const of = slice({ question: questionRecord({ deadlineAt, defaultAnswer: 'drop' }) });
    const question = questionRecord({ ...of.question, id: 'question-2', task: other.id, attempt: 3, deadlineAt: null });
    return { ...of, question, askers: [...of.askers, { ...taskSlice({ task: other }), question, asksMore: false }] };
  };

  test('is answered for all of them by one answer, only if nobody joined them meanwhile', () => {
    const decision = answerQuestion(shared(null), { text: 'keep', by: 'ada' }, surroundings());
    expect(decision.changes).toEqual([
      settled,
      { ...settled, question: 'question-2' },
      { kind: 'require_settled', run: 'run', n: 1 },
      { kind: 'require_questions', task: 'task-parser', open: 'none' },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      { kind: 'move_task', task: 'task-parser', from: 'blocked', fromAttempt: 1, to: 'ready' },
      { kind: 'set_task', task: 'task-docs', in: 'running', atAttempt: 1, set: { dueAt: null } },
    ]);
    expect(decision.events.slice(0, 2)).toMatchObject([
      { task: 'parser', attempt: 1, body: { kind: 'question_answered' } },
      { task: 'docs', attempt: 3, body: { kind: 'question_answered' } },
    ]);
  });

  test('expires for all of them by the first of their deadlines', () => {
    expect(expireQuestion(shared(NOW), surroundings()).changes.slice(0, 2)).toMatchObject([
      { question: 'question-1', to: 'expired' },
      { question: 'question-2', to: 'expired' },
    ]);
    expect(expireQuestion(shared(NOW + 1), surroundings()).changes).toEqual([]);
    const late = () => answerQuestion(shared(NOW), { text: 'keep', by: 'ada' }, surroundings());
    expect(late).toThrow('Nobody answered Q1 in time');
  });
});

describe('a deadline', () => {
  const question = questionRecord({ deadlineAt: NOW, defaultAnswer: 'drop' });

  test('that has passed makes the default count', () => {
    const decision = expireQuestion(slice({ question }), surroundings());
    expect(decision.changes[0]).toEqual({ ...settled, to: 'expired', answer: 'drop', by: null });
    expect(decision.changes.at(-1)).toMatchObject({ from: 'blocked', to: 'ready' });
    expect(decision.events[0]?.body).toEqual({ kind: 'question_expired', n: 1, answer: 'drop' });
  });

  test.each([
    ['that is to come', questionRecord({ ...question, deadlineAt: NOW + 1 })],
    ['without a default', questionRecord({ ...question, defaultAnswer: null })],
    ['of a question that is settled', questionRecord({ ...question, state: 'answered' })],
    ['that is none', questionRecord({ defaultAnswer: 'drop' })],
  ])('%s changes nothing', (_, untouched) => {
    expect(expireQuestion(slice({ question: untouched }), surroundings()).changes).toEqual([]);
  });
});
