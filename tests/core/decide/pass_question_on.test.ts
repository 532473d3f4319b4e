import { describe, expect, it } from 'vitest';
import { passQuestionOn } from '../../../src/core/decide/pass_question_on.ts';
import { DecisionBuilder } from '../../../src/core/decision.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import { NOW, questionRecord, repository, runRecord, taskRecord, taskSlice } from '../records.ts';

const question = questionRecord({ n: 3, answering: 'task-answer' });

function pass(askers: readonly Partial<QuestionRecord>[], of: Partial<QuestionRecord> = {}) {
  const builder = new DecisionBuilder();
  const slice = {
    run: runRecord(),
    repository,
    question: { ...question, ...of },
    askers: askers.map((more, index) => ({
      ...taskSlice({ task: taskRecord({ key: `asker-${index}` }) }),
      question: questionRecord({ id: `question-${index}`, ...more }),
      asksMore: false,
    })),
  };
  passQuestionOn(builder, slice, { task: 'task-answer', because: 'Only people know.' }, NOW);
  return { changes: builder.changes, events: builder.events };
}

describe('a question that the orchestrator does not answer', () => {
  it('is people’s from now on, who are told why and which task asks', () => {
    const { changes, events } = pass([{}]);
    expect(changes).toEqual([
      { kind: 'pass_question_on', question: 'question-1', answering: 'task-answer', because: 'Only people know.' },
    ]);
    expect(events).toEqual([
      {
        run: 'run',
        task: 'asker-0',
        attempt: 1,
        body: { kind: 'question_passed_on', n: 3, because: 'Only people know.' },
      },
    ]);
  });

  it('of the whole run names neither task nor attempt', () => {
    const [event] = pass([], { task: null, attempt: null }).events;
    expect(event).toEqual({ run: 'run', body: { kind: 'question_passed_on', n: 3, because: 'Only people know.' } });
  });

  it.each([
    ['is over', { deadlineAt: NOW - 1 }, true],
    ['is over at this moment', { deadlineAt: NOW }, true],
    ['is to come', { deadlineAt: NOW + 1 }, false],
    ['is over, and people were reminded', { deadlineAt: NOW - 1, remindedAt: NOW - 1 }, false],
    ['is none', { deadlineAt: null }, false],
  ] as const)('whose deadline %s reminds nobody in the same moment', (_, asked, isNoted) => {
    const { changes } = pass([{}, asked]);
    const reminder = { kind: 'note_reminder', question: 'question-1', at: NOW };
    expect(changes.slice(1)).toEqual(isNoted ? [reminder] : []);
  });
});
