import { describe, expect, it } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import type { QuestionSlice } from '../../../src/core/decide/question_slice.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import { ORCHESTRATOR } from '../../../src/protocol/questions.ts';
import {
  attemptRecord,
  attemptSlice,
  failed,
  NOW,
  questionRecord,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const hidden = taskRecord({ id: 'hidden', key: '_answer-1', kind: 'answering' });

function asking(...questions: readonly Partial<QuestionRecord>[]): QuestionSlice {
  const askers = questions.map((of, index) => {
    const question = questionRecord({ id: `question-${index + 1}`, answering: hidden.id, ...of });
    return { ...taskSlice({ task: taskRecord({ state: 'blocked' }) }), question, asksMore: false };
  });
  const { run, repository } = taskSlice();
  return { run, repository, question: askers[0]?.question ?? questionRecord(), askers };
}

/** The orchestrator's attempt ends. */
function finish(
  outputs: Readonly<Record<string, string>>,
  asked: QuestionSlice | null = asking({}),
  { outcome = succeeded({ commit: null, outputs }), cancel = null as 'graceful' | null } = {},
) {
  const attempt = attemptRecord({ id: 'looking', task: hidden.id });
  const { changes, events } = finishAttempt(
    attemptSlice({ task: { ...hidden, cancel }, run: runRecord(), attempt }),
    { runner: 'runner', outcome, asked },
    surroundings(),
  );
  const moves = changes.flatMap((each) => (each.kind === 'move_task' && each.task === hidden.id ? [each.to] : []));
  return {
    /** How the hidden task ends. */
    ends: moves.at(-1),
    answers: changes.flatMap((each) => (each.kind === 'settle_question' ? [`${each.answer} by ${each.by}`] : [])),
    passed: changes.flatMap((each) => (each.kind === 'pass_question_on' ? [each.because] : [])),
    told: events.map(({ body }) => body),
  };
}

describe('what the orchestrator says', () => {
  it('counts as the answer, and people are told that they may have it otherwise', () => {
    const { ends, answers, passed, told } = finish({ answer: '1' });
    expect([ends, answers, passed]).toEqual(['succeeded', [`keep by ${ORCHESTRATOR}`], []]);
    expect(told).toContainEqual({
      kind: 'noticed',
      what: 'The orchestrator answered Q1 of `parser`: keep',
      overrulable: 1,
    });
  });

  it('is told with its own words about it, at most 500 characters of them', () => {
    const outcome = succeeded({ commit: null, outputs: { answer: 'keep' }, summary: ` ${'x'.repeat(600)} ` });
    const what = `The orchestrator answered Q1 of \`parser\`: keep (it says: ${'x'.repeat(500)})`;
    expect(finish({}, asking({}), { outcome }).told).toContainEqual({ kind: 'noticed', what, overrulable: 1 });
  });

  it('is left to people where it passes that on, also beside an answer', () => {
    for (const outputs of [{ pass: 'Ask ada.' }, { pass: 'Ask ada.', answer: 'keep' }]) {
      const { ends, answers, passed } = finish(outputs);
      expect([ends, answers]).toEqual(['succeeded', []]);
      expect(passed).toEqual(['The orchestrator looked first and passed it on: Ask ada.']);
    }
  });

  it('is left to people where it says nothing, or what a person would be refused', () => {
    expect(finish({ answer: ' ', pass: ' ' }).passed).toEqual(['The orchestrator said nothing.']);
    const { answers, passed } = finish({ answer: 'burn it' }, asking({ onlyOptions: true }));
    expect(answers).toEqual([]);
    expect(passed).toEqual([expect.stringContaining('The orchestrator gave an answer that is none: ')]);
  });

  it('is left to people where it fails', () => {
    const { ends, passed } = finish({}, asking({}), { outcome: failed({ message: 'It broke.' }) });
    expect([ends, passed]).toEqual(['failed', ['The orchestrator did not answer: It broke.']]);
  });
});

describe('what the orchestrator says counts no more', () => {
  const due = { deadlineAt: NOW, defaultAnswer: 'drop' } as const;
  it.each([
    ['once the default counts', asking(due)],
    ['once the default counts for another who asks the same', asking({}, due)],
    ['once a person has answered', asking({ state: 'answered', answer: 'drop', answeredBy: 'ada' })],
    ['once it was withdrawn', asking({ state: 'withdrawn' })],
    ['where people have it by now', null],
  ])('%s', (_, asked) => {
    for (const outputs of [{ answer: 'keep' }, { pass: 'Ask ada.' }]) {
      const { ends, answers, passed } = finish(outputs, asked);
      expect([ends, answers, passed]).toEqual(['canceled', [], []]);
    }
  });

  it('once it is told to end', () => {
    expect(finish({ answer: 'keep' }, asking({}), { cancel: 'graceful' })).toMatchObject({
      ends: 'canceled',
      answers: [],
    });
  });

  it('but does while the deadline is ahead, and after one without a default', () => {
    for (const of of [
      { ...due, deadlineAt: NOW + 1 },
      { ...due, defaultAnswer: null },
    ]) {
      expect(finish({ answer: 'keep' }, asking(of)).answers).toEqual([`keep by ${ORCHESTRATOR}`]);
    }
  });
});
