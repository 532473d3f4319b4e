import { describe, expect, it } from 'vitest';
import type { BudgetKeeping } from '../../../src/core/decide/budget_keeping.ts';
import { keepBudget } from '../../../src/core/decide/keep_budget.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import { NOW, runRecord, surroundings } from '../records.ts';

const LIMIT = 10_000_000;
const UNKNOWN = { low: 0, median: 0, high: 0, unknown: 1 };
const atWork = { id: 'attempt-1', state: 'running', cancel: null } as const;
const asked = { id: 'question-1', n: 1 };
const gone = { limit: { costMicros: LIMIT, tokens: null }, spent: { costMicros: LIMIT, tokens: 0 } };

/** A run that may use 10 $ and has used so many, with one agent at work. */
function keep(dollars: number, slice: Partial<BudgetKeeping> = {}, run: Partial<RunRecord> = {}) {
  const decision = keepBudget(
    {
      run: runRecord({ budgetMicros: LIMIT, ...run }),
      spent: { costMicros: dollars * 1_000_000, tokens: 0 },
      ofRepository: null,
      kept: { costMicros: 0, tokens: 0 },
      atWork: [atWork],
      left: 1,
      forecast: { costMicros: UNKNOWN, tokens: UNKNOWN },
      asked: null,
      ...slice,
    },
    surroundings(),
  );
  return {
    did: decision.changes.map((change) => (change.kind === 'set_budget' ? `now ${change.to.stage}` : change.kind)),
    told: decision.events.map(({ body }) => body),
    changes: decision.changes,
  };
}
const ASKS = ['insert_question', 'now asked'];
const SPENT = { kind: 'budget_spent', used: '10.00 $ of 10.00 $' };

describe('the budget of a run', () => {
  it('is asked about from 80 % on, once', () => {
    expect(keep(7.99).did).toEqual([]);
    expect(keep(8).did).toEqual(ASKS);
    expect(keep(8, { asked }).did).toEqual([]);
    expect(keep(9.99, { asked }, { budgetStage: 'asked' }).did).toEqual([]);
    expect(keep(9.99, {}, { budgetStage: 'asked' }).did).toEqual([]);
    const [question] = keep(8).changes;
    expect(question).toMatchObject({
      question: { id: 'id-1', run: 'run', task: null, attempt: null, source: 'budget' },
    });
  });

  it('that was raised when most was used already is asked about when all is', () => {
    expect(keep(9.99, {}, { budgetStage: 'late' }).did).toEqual([]);
    expect(keep(10, {}, { budgetStage: 'late' }).did).toEqual(['insert_question', 'now spent', 'order_cancel']);
  });

  it.each(['open', 'asked', 'late'] as const)(
    'that is used up is told once, and ends its agents, where it was %s',
    (budgetStage) => {
      const { did, told } = keep(10, { asked }, { budgetStage });
      expect([did, told]).toEqual([['reword_question', 'now spent', 'order_cancel'], [SPENT]]);
    },
  );

  it('that is used up is asked about in other words, with what is enough', () => {
    const [change] = keep(15.5, { asked }, { budgetStage: 'asked' }).changes;
    expect(change).toMatchObject({ kind: 'reword_question', question: 'question-1', options: ['+$7', 'no more'] });
    expect(change).toMatchObject({ text: expect.stringMatching(/^15\.50 \$ of 10\.00 \$ are used.*Agents stop/) });
  });

  it('that is known to be used up ends whoever is at work, and says nothing more', () => {
    const { did, told, changes } = keep(11, { asked }, { budgetStage: 'spent' });
    expect([did, told]).toEqual([['order_cancel'], []]);
    expect(changes).toMatchObject([{ attempt: 'attempt-1', in: 'running', how: 'graceful', code: 'run_budget' }]);
    expect(keep(11, {}, { budgetStage: 'spent' }).did).toEqual(['order_cancel']);
    const told2 = { ...atWork, cancel: { how: 'graceful', code: 'paused', reason: '' } } as const;
    expect(
      keep(11, { atWork: [told2, { ...atWork, id: 'attempt-2', state: 'leased' }] }, { budgetStage: 'spent' }).changes,
    ).toMatchObject([{ attempt: 'attempt-2', in: 'leased' }]);
  });

  it('is asked about and told in the same moment where all is gone at once', () => {
    const { did, told } = keep(12, { atWork: [] });
    expect([did, told]).toEqual([
      ['insert_question', 'now spent'],
      [{ kind: 'budget_spent', used: '12.00 $ of 10.00 $' }],
    ]);
  });

  it('is changed only where it is as it was read', () => {
    const limit = { costMicros: LIMIT, tokens: null };
    expect(keep(8).changes[1]).toEqual({
      kind: 'set_budget',
      run: 'run',
      from: { ...limit, stage: 'open' },
      to: { ...limit, stage: 'asked' },
    });
  });

  it('is not asked about where no agent has anything left to do', () => {
    expect(keep(8, { left: 0 }).did).toEqual([]);
    expect(keep(10, { left: 0 }).did).toEqual(['now spent', 'order_cancel']);
  });

  it('of tokens counts as well', () => {
    const run = { budgetMicros: null, budgetTokens: 1_000 };
    expect(keep(0, { spent: { costMicros: 0, tokens: 799 } }, run).did).toEqual([]);
    expect(keep(0, { spent: { costMicros: 0, tokens: 800 } }, run).did).toEqual(ASKS);
  });

  it.each([
    ['is paused', { state: 'paused' }],
    ['is in review', { state: 'in_review' }],
    ['has ended', { state: 'failed' }],
    ['is being canceled', { cancel: 'graceful' }],
    ['has no budget', { budgetMicros: null }],
  ] as const)('is of no matter while the run %s', (_, run) => {
    expect(keep(12, {}, run)).toEqual({ did: [], told: [], changes: [] });
  });
});

describe('the question for more', () => {
  const withdrawn = { kind: 'question_withdrawn', n: 1, because: 'Nothing is left to do for agents.' };

  it.each([
    ['asked', ['settle_question', 'now open']],
    ['open', ['settle_question']],
    ['late', ['settle_question']],
    ['spent', ['settle_question']],
  ] as const)(
    'is withdrawn where nothing is left to do, and asked again should something come back, %s',
    (budgetStage, did) => {
      const kept = keep(9, { left: 0, asked }, { budgetStage });
      expect([kept.did, kept.told]).toEqual([did, [withdrawn]]);
      expect(kept.changes[0]).toEqual({
        kind: 'settle_question',
        question: 'question-1',
        to: 'withdrawn',
        answer: null,
        by: null,
        at: NOW,
      });
    },
  );

  it.each(['paused', 'in_review'] as const)('is withdrawn also while the run is %s', (state) => {
    expect(keep(9, { left: 0, asked }, { state, budgetStage: 'asked' }).did).toEqual(['settle_question', 'now open']);
  });
});

describe('what the plans of a repository may use in a month', () => {
  const monthly = { kind: 'budget_spent', used: expect.stringMatching(/10\.00 \$ of 10\.00 \$/) };

  it('ends agents of any run once it is used up, and is told with the first of them', () => {
    const { did, told } = keep(1, { ofRepository: gone }, { budgetMicros: null });
    expect([did, told]).toEqual([['order_cancel'], [monthly]]);
    const ordered = { ...atWork, cancel: { how: 'graceful', code: 'run_budget', reason: '' } } as const;
    expect(keep(1, { ofRepository: gone, atWork: [ordered] })).toMatchObject({ did: [], told: [] });
    expect(keep(1, { ofRepository: gone, atWork: [] })).toMatchObject({ did: [], told: [] });
    expect(keep(1, { ofRepository: gone, atWork: [ordered, atWork] }).told).toHaveLength(1);
  });

  it('is of no matter while something is left', () => {
    const left = { ...gone, spent: { costMicros: LIMIT - 1, tokens: 0 } };
    expect(keep(1, { ofRepository: left })).toMatchObject({ did: [], told: [] });
  });

  it('is not told beside the budget of the run itself', () => {
    const { did, told } = keep(10, { ofRepository: gone, asked });
    expect([did, told]).toEqual([['reword_question', 'now spent', 'order_cancel'], [SPENT]]);
  });

  it('does not keep anybody from being asked about the budget of the run', () => {
    expect(keep(8, { ofRepository: gone }).did).toEqual([...ASKS, 'order_cancel']);
  });
});
