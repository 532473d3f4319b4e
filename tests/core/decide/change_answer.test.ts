import { describe, expect, test } from 'vitest';
import { type AnsweredSlice, changeAnswer } from '../../../src/core/decide/change_answer.ts';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import { NOW, questionRecord, taskRecord, taskSlice } from '../records.ts';

const answered = questionRecord({ state: 'answered', answer: 'keep', answeredBy: 'ada' });
const asker = (state: TaskState, attempts = 1) => ({
  task: taskRecord({ state, attempts }),
  question: answered,
});
const slice = (changes: Partial<AnsweredSlice> = {}): AnsweredSlice => ({
  run: taskSlice().run,
  question: answered,
  askers: [asker('ready')],
  ...changes,
});
const change = (of: AnsweredSlice, text = 'drop') => changeAnswer(of, { text, by: 'ada' }, NOW);

describe('an answer that is edited', () => {
  test.each(['ready', 'blocked'] as const)('counts while the task is %s', (state) => {
    const decision = change(slice({ askers: [asker(state)] }));
    expect(decision.changes).toEqual([
      { kind: 'change_answer', question: 'question-1', before: 'keep', answer: 'drop', by: 'ada', at: NOW },
      { kind: 'set_task', task: 'task-parser', in: state, atAttempt: 1, set: { dueAt: null } },
    ]);
    const body = { kind: 'question_answered', n: 1, answer: 'drop', by: 'ada', before: 'keep' };
    expect(decision.events).toEqual([{ run: 'run', task: 'parser', attempt: 1, body }]);
  });

  test.each([
    ['is at work with it', [asker('running')]],
    ['was handed out since', [asker('ready', 2)]],
    ['has ended', [asker('succeeded')]],
    ['is one of two that asked', [asker('ready'), asker('running')]],
  ])('counts no more once the task %s', (_, askers) => {
    expect(() => change(slice({ askers }))).toThrow(
      'Q1 was answered by ada: `keep`. `parser` went on with it before this edit, which changes nothing.',
    );
  });

  test('of what is asked of a whole run, which was done at once, counts no more', () => {
    expect(() => change(slice({ askers: [] }))).toThrow('That went on with it before this edit');
  });

  test('to the same changes nothing, even late', () => {
    expect(change(slice({ askers: [asker('running')] }), '**Keep**.').changes).toEqual([]);
  });

  test('must be an answer, of a question that was answered', () => {
    expect(() => change(slice(), 'kepe')).toThrow('Did you mean `keep`?');
    const expired = { ...answered, state: 'expired' } as const;
    expect(() => change(slice({ question: expired }))).toThrow('Nobody answered Q1 in time');
  });
});
