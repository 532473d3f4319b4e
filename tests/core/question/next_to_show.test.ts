import { describe, expect, it } from 'vitest';
import { type BlockedTask, nextToShow } from '../../../src/core/question/next_to_show.ts';
import {
  DELETED,
  questionStanding,
  type StandingQuestion,
  toBeWrittenBack,
} from '../../../src/core/question/question_standing.ts';
import type { Shown } from '../../../src/core/shown.ts';

const asks = (of: Partial<StandingQuestion> = {}): StandingQuestion => ({
  n: 1,
  task: 'schema',
  source: 'agent',
  text: 'Keep it?',
  state: 'open',
  deadlineAt: null,
  settledAt: null,
  answering: null,
  ...of,
});
const shown = (what: Shown['what'], digest: string): Shown => ({ subject: 'run', what, number: 900, digest });
const waits = (of: Partial<BlockedTask> = {}): BlockedTask => ({ key: 'schema', commit: 'c1', asks: [1], ...of });
const OPEN = 'schema:open::';
const KNOWN = [shown('question:1', OPEN)];

it('the question of a budget is shown anew in other words while it is open, and of no other', () => {
  const standing = (of: Partial<StandingQuestion>) => questionStanding([asks(of)]);
  const words = ['8.50 $ are used.', '15.50 $ are used.'];
  const budget = words.map((text) => standing({ source: 'budget', text }));
  expect(budget[0]).not.toBe(budget[1]);
  const answered = words.map((text) => standing({ source: 'budget', state: 'answered', text }));
  expect(answered[0]).toBe(answered[1]);
  expect(standing({ text: 'Keep it?' })).toBe(standing({ text: 'Drop it?' }));
});

describe('of what a run asks is shown next', () => {
  it('the comment of the first question that has none, by number', () => {
    expect(nextToShow([asks({ n: 2 }), asks()], [waits()], [])).toEqual({ kind: 'comment', n: 1, standing: OPEN });
    expect(nextToShow([asks({ n: 2 }), asks()], [], KNOWN)).toMatchObject({ kind: 'comment', n: 2 });
    expect(nextToShow([], [], [])).toBeNull();
  });

  it('one comment of all that ask the same, again when one of them is settled, in whatever order they come', () => {
    const both = [asks({ task: 'docs' }), asks()];
    const first = nextToShow(both, [], []);
    expect(first).toEqual({ kind: 'comment', n: 1, standing: 'docs:open:: schema:open::' });
    const known = [shown('question:1', 'docs:open:: schema:open::')];
    expect(nextToShow(both.toReversed(), [], known)).toBeNull();
    const [, other] = both;
    const settled = [asks({ task: 'docs', state: 'withdrawn', settledAt: 7 }), ...(other ? [other] : [])];
    expect(nextToShow(settled, [], known)).toMatchObject({ standing: 'docs:withdrawn::7 schema:open::' });
  });

  it('nothing that the orchestrator looks at, and what it answered or passed on', () => {
    const looked = asks({ answering: 'hidden' });
    expect(nextToShow([looked], [waits({ asks: [] })], [])).toBeNull();
    expect(nextToShow([{ ...looked, state: 'answered', settledAt: 7 }], [], [])).toMatchObject({ kind: 'comment' });
  });

  it('a comment that was deleted, once more and marked so, and never a third time by itself', () => {
    const again = { kind: 'comment', n: 1, standing: `${OPEN} again` };
    expect(nextToShow([asks()], [], [shown('question:1', DELETED)])).toEqual(again);
    expect(nextToShow([asks()], [], [shown('question:1', again.standing)])).toBeNull();
    const answered = asks({ state: 'answered', settledAt: 7 });
    expect(nextToShow([answered], [], [shown('question:1', again.standing)])).toMatchObject({
      standing: 'schema:answered::7 again',
    });
    const written = shown('question:1', toBeWrittenBack(again.standing));
    expect(nextToShow([asks()], [], [written])).toEqual(again);
  });

  it('the check of a task that waits, at each commit, and only where it has one', () => {
    expect(nextToShow([asks()], [waits()], KNOWN)).toEqual({
      ...{ kind: 'check', task: 'schema', commit: 'c1', standing: 'c1 1' },
    });
    const known = [...KNOWN, shown('check:schema', 'c1 1')];
    expect(nextToShow([asks()], [waits()], known)).toBeNull();
    const settled = [...KNOWN, shown('check:schema', 'over')];
    expect(nextToShow([asks()], [waits({ commit: 'c2' })], settled)).toMatchObject({ commit: 'c2', standing: 'c2 1' });
    expect(nextToShow([asks()], [waits({ commit: null })], KNOWN)).toBeNull();
  });

  it('that the check of a task waits no more, once', () => {
    const known = [...KNOWN, shown('check:schema', 'c1 1,2')];
    const over = { kind: 'settled_check', task: 'schema', commit: 'c1', asked: [1, 2], standing: 'over' };
    expect(nextToShow([asks()], [], known)).toEqual(over);
    // Somebody took it, or its commit is another one now.
    expect(nextToShow([asks()], [waits({ asks: [] })], known)).toEqual(over);
    expect(nextToShow([asks()], [waits({ commit: 'c2', asks: [1, 2] })], known)).toEqual(over);
    expect(nextToShow([asks()], [], [...KNOWN, shown('check:schema', 'over')])).toBeNull();
  });
});
