import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../src/core/decide/answer_question.ts';
import { ON_ANSWER } from '../../../src/core/decide/on_answer.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import type { RunRecord, TaskRecord } from '../../../src/core/records.ts';
import { COMMIT, questionRecord, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

type Source = QuestionRecord['source'];

/** What an answer of ada to such a question comes to, for its task. */
function answer(source: Source, text: string, task: Partial<TaskRecord> | null, run: Partial<RunRecord> = {}) {
  const options = source === 'approve_after' ? ['approve', 'reject'] : [];
  const question = questionRecord({ source, attempt: null, options });
  const slice = taskSlice({ task: taskRecord(task ?? {}), run: runRecord(run), attempt: null });
  const askers = task === null ? [] : [{ ...slice, question, asksMore: false }];
  const about = task === null ? { ...question, task: null } : question;
  const spent = { costMicros: 0, tokens: 0 };
  const decision = answerQuestion({ ...slice, question: about, askers, spent }, { text, by: 'ada' }, surroundings());
  return {
    moved: decision.changes.flatMap((change) => (change.kind === 'move_task' ? [change.to] : [])),
    kinds: decision.changes.map(({ kind }) => kind),
    effects: decision.effects.map(({ effect }) => effect.kind),
    changes: decision.changes,
  };
}

const blocked = { state: 'blocked' } as const;
const inReview = { state: 'in_review', commit: COMMIT } as const;

describe('what an answer does, by who asked', () => {
  it.each<[Source, string, Partial<TaskRecord>, readonly string[], readonly string[]]>([
    ['agent', 'keep', blocked, ['ready'], []],
    ['protected_paths', 'no', blocked, ['ready'], []],
    ['secret_shapes', 'no', blocked, ['ready'], []],
    ['no_progress', 'leave it', inReview, [], ['merge_task']],
    ['no_progress', 'try again', inReview, ['ready'], []],
    ['approve_before', 'approve', { ...blocked, approval: 'before' }, ['ready'], []],
    ['approve_before', 'skip', { ...blocked, approval: 'before' }, ['skipped'], []],
    ['approve_after', 'approve', { ...inReview, state: 'blocked', approval: 'after' }, ['in_review'], ['merge_task']],
    ['approve_after', 'reject', { ...inReview, state: 'blocked', approval: 'after' }, ['failed'], []],
  ])('%s: %s', (source, text, task, moved, effects) => {
    expect(answer(source, text, task)).toMatchObject({ moved, effects });
  });

  it('a question about the budget sets that, and leaves it with no more', () => {
    const run = { budgetMicros: 10_000_000 };
    const set = { kind: 'set_budget', to: { costMicros: 15_000_000, stage: 'open' } };
    expect(answer('budget', '+$5', null, run).changes).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining(set.to) }),
    );
    for (const text of ['no more', 'No.', 'stop']) {
      expect(answer('budget', text, null, run).kinds).toEqual(['settle_question']);
    }
    expect(() => answer('budget', 'a lot', null, run)).toThrow('That is no amount.');
  });

  it('is known of everybody who asks', () => {
    const sources = [
      'agent',
      'protected_paths',
      'secret_shapes',
      'no_progress',
      'budget',
      'approve_before',
      'approve_after',
    ];
    expect(Object.keys(ON_ANSWER).sort()).toEqual(sources.sort());
  });
});

describe('where further attempts made no progress', () => {
  it.each(['running', 'ready', 'retrying', 'blocked'] as const)(
    'a task that is %s by then goes on as it is, and what was found is told the next',
    (state) => {
      const { kinds, moved, changes } = answer('no_progress', 'try again', { state });
      expect([kinds.slice(2), moved]).toEqual([['release_findings'], []]);
      expect(changes[2]).toMatchObject({ to: 'open' });
    },
  );

  it('merged work goes back to work, from the integration head', () => {
    const { moved, changes } = answer('no_progress', 'try again', { state: 'succeeded', commit: COMMIT });
    expect(moved).toEqual(['ready']);
    const reason = { code: 'reviewed', message: 'one more attempt, as a person wants' };
    expect(changes).toContainEqual(expect.objectContaining({ set: expect.objectContaining({ commit: null, reason }) }));
  });

  it('work is left only where it stands as it was looked at', () => {
    const { changes, kinds } = answer('no_progress', 'leave it', inReview);
    expect(kinds.slice(2)).toEqual(['release_findings', 'set_task']);
    expect(changes.slice(2)).toMatchObject([{ to: 'dropped' }, { in: 'in_review', atAttempt: 1 }]);
    expect(answer('no_progress', 'leave it', { state: 'succeeded', commit: COMMIT }).effects).toEqual([]);
  });

  it('nothing is begun while it is being canceled, and leaving it is no matter', () => {
    for (const [task, run] of [
      [{ ...inReview, cancel: 'graceful' }, {}],
      [inReview, { cancel: 'graceful' }],
    ] as const) {
      expect(() => answer('no_progress', 'try again', task, run)).toThrow('`parser` is being canceled');
      expect(answer('no_progress', 'leave it', task, run).kinds).toContain('release_findings');
    }
  });
});
