import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../src/core/decide/question_slice.ts';
import { remindQuestion } from '../../../src/core/decide/remind_question.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import { NOW, questionRecord, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const due = { deadlineAt: NOW, defaultAnswer: null } as const;

function asker(of: Partial<QuestionRecord> = {}): Asker {
  const task = taskRecord({ state: 'blocked' });
  return { ...taskSlice({ task }), question: questionRecord({ ...due, ...of }), asksMore: false };
}

function remind(askers: readonly Asker[], issue: number | null = 40) {
  const [{ run, repository, question } = asker()] = askers;
  return remindQuestion({ run: { ...run, issue }, repository, question, askers }, surroundings());
}

describe('a question whose deadline has passed without a default', () => {
  it('reminds people, and notes that', () => {
    const { changes, events, effects } = remind([asker()]);
    expect(changes).toEqual([{ kind: 'note_reminder', question: 'question-1', at: NOW }]);
    expect(events.map(({ body }) => body)).toEqual([{ kind: 'question_reminded', n: 1 }]);
    expect(effects.map(({ effect }) => effect)).toEqual([{ kind: 'remind', n: 1 }, { kind: 'show_questions' }]);
  });

  it('reminds in the terminal alone where there is no issue', () => {
    const { events, effects } = remind([asker()], null);
    expect(events).toHaveLength(1);
    expect(effects).toEqual([]);
  });

  it.each([
    ['is not due yet', { deadlineAt: NOW + 1 }],
    ['has no deadline', { deadlineAt: null }],
    ['has a default', { defaultAnswer: 'keep' }],
    ['was reminded of', { remindedAt: NOW - 1 }],
    ['is settled', { state: 'answered' }],
    ['is with the orchestrator', { answering: 'hidden' }],
  ] as const)('reminds nobody of one that %s', (_, of) => {
    expect(remind([asker(of)])).toMatchObject({ changes: [], events: [], effects: [] });
  });

  it('reminds once for all that ask the same, whenever they asked', () => {
    const first = remind([asker(), asker({ id: 'question-2' })]);
    expect(first.changes).toHaveLength(2);
    expect(first.events).toHaveLength(1);
    const late = remind([asker({ id: 'question-2' }), asker({ remindedAt: NOW - 1 })]);
    expect(late.changes).toEqual([{ kind: 'note_reminder', question: 'question-2', at: NOW }]);
    expect([...late.events, ...late.effects]).toEqual([]);
  });

  it('of the whole run reminds too', () => {
    const question = questionRecord({ ...due, task: null, attempt: null });
    const run = { ...runRecord(), issue: 40 };
    const { changes, events } = remindQuestion(
      { run, repository: asker().repository, question, askers: [] },
      surroundings(),
    );
    expect(changes).toHaveLength(1);
    expect(events[0]).toEqual({ run: run.id, body: { kind: 'question_reminded', n: 1 } });
  });
});
