import { describe, expect, it, test } from 'vitest';
import { answerQuestion } from '../../../src/core/decide/answer_question.ts';
import type { Asker, QuestionSlice } from '../../../src/core/decide/question_slice.ts';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import { ORCHESTRATOR } from '../../../src/protocol/questions.ts';
import {
  attemptRecord,
  executionRequest,
  NOW,
  questionRecord,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const answered = { state: 'answered', answer: 'keep', answeredBy: ORCHESTRATOR } as const;

function asker(state: TaskState, id = 'question-1', attempt: Partial<Parameters<typeof attemptRecord>[0]> = {}): Asker {
  const live = state === 'running' ? 'running' : 'blocked';
  const task = taskRecord({ state });
  const question = questionRecord({ id, ...answered });
  return { ...taskSlice({ task, attempt: attemptRecord({ state: live, ...attempt }) }), question, asksMore: false };
}

function overrule(askers: readonly Asker[], text = 'drop') {
  const [{ run, repository, question } = asker('ready')] = askers;
  const slice: QuestionSlice = { run, repository, question, askers };
  return answerQuestion(slice, { text, by: 'ada' }, surroundings());
}

const replaced = { kind: 'overrule_answer', question: 'question-1', answer: 'drop', by: 'ada', at: NOW };

describe('what the orchestrator answered', () => {
  it.each(['blocked', 'ready', 'retrying', 'pending', 'failed', 'quarantined', 'skipped', 'canceled'] as const)(
    'is replaced for a task that is %s, only while it stays so',
    (state) => {
      const { changes, events } = overrule([asker(state)]);
      const guard = { kind: 'set_task', task: 'task-parser', in: state, atAttempt: 1, set: { attempts: 1 } };
      expect(changes).toEqual([replaced, guard]);
      expect(events.map(({ body }) => body)).toEqual([
        { kind: 'question_answered', n: 1, answer: 'drop', by: 'ada', before: 'keep' },
        { kind: 'noticed', what: 'ada overruled the orchestrator on Q1: drop, in place of keep' },
      ]);
    },
  );

  it('ends the attempt that works with it, gracefully', () => {
    const order = {
      kind: 'order_cancel',
      attempt: 'attempt-1',
      in: 'running',
      how: 'graceful',
      code: 'overruled',
      reason: expect.any(String),
    };
    expect(overrule([asker('running')]).changes).toContainEqual(order);
  });

  it('ends nothing that was told to end, nor for the same answer', () => {
    const paused = { cancel: { how: 'graceful', code: 'paused', reason: '' } } as const;
    for (const decision of [overrule([asker('running', 'question-1', paused)]), overrule([asker('running')], 'keep')]) {
      expect(decision.changes.map(({ kind }) => kind)).toEqual(['overrule_answer', 'set_task']);
    }
  });

  it.each(['in_review', 'succeeded'] as const)('stands for a task that is %s', (state) => {
    expect(() => overrule([asker(state)])).toThrow(/the work of `parser` is done with that/);
  });

  it('stands for a task whose work is only verified by now: no agent hears of it', () => {
    const verifies = { request: executionRequest({ work: { kind: 'verification' } }) };
    expect(() => overrule([asker('running', 'question-1', verifies)])).toThrow(
      /the work of `parser` is done with that/,
    );
    // The next attempt may be an agent's.
    expect(overrule([asker('ready', 'question-1', verifies)]).changes).toContainEqual(replaced);
  });

  it('is confirmed by who says the same, which nobody has to be told', () => {
    const { events } = overrule([asker('ready')], 'keep');
    expect(events.map(({ body }) => body.kind)).toEqual(['question_answered']);
  });

  it('is replaced for those who still need it, where several asked', () => {
    const { changes } = overrule([asker('succeeded'), asker('blocked', 'question-2')]);
    expect(changes.flatMap((change) => (change.kind === 'overrule_answer' ? [change.question] : []))).toEqual([
      'question-2',
    ]);
  });

  it('is overruled by what a person may answer alone', () => {
    const question = questionRecord({ ...answered, onlyOptions: true });
    expect(() => overrule([{ ...asker('ready'), question }], 'burn it all')).toThrow(/takes one of its options/);
  });
});

test('what a person answered is overruled by nobody', () => {
  const question = questionRecord({ ...answered, answeredBy: 'bob' });
  expect(() => overrule([{ ...asker('ready'), question }])).toThrow('Q1 was answered by bob: `keep`');
});
