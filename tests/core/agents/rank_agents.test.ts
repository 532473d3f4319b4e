import { expect, test } from 'vitest';
import { type ProviderStanding, rankAgents, rankText } from '../../../src/core/agents/rank_agents.ts';

type Given = Partial<ProviderStanding> & {
  readonly ended?: number;
  readonly succeeded?: number;
  readonly costMicros?: number;
};

const idle = { busy: 0, slots: 4, openings: 0 };

function choice(agent: string, { ended, succeeded, costMicros }: Given) {
  const record = { agent, ended: ended ?? 0, succeeded: succeeded ?? 0, costMicros: costMicros ?? null };
  return { agent, provider: agent, model: null, ...(ended === undefined ? {} : { trackRecord: record }) };
}

test.each<[why: string, first: Given, second: Given, best: 'first' | 'second']>([
  ['the one that stands first, of equals', {}, {}, 'first'],
  ['the one that succeeds more often', { ended: 10, succeeded: 5 }, { ended: 10, succeeded: 9 }, 'second'],
  ['one that is not known over one that mostly fails', { ended: 10, succeeded: 1 }, {}, 'second'],
  ['one that mostly succeeds over one that is not known', {}, { ended: 10, succeeded: 9 }, 'second'],
  ['the proven one over one lucky attempt', { ended: 1, succeeded: 1 }, { ended: 50, succeeded: 48 }, 'second'],
  [
    'the cheaper one',
    { ended: 10, succeeded: 9, costMicros: 400_000 },
    { ended: 10, succeeded: 9, costMicros: 100_000 },
    'second',
  ],
  [
    'the one that works over the one that is cheap',
    { ended: 20, succeeded: 18, costMicros: 400_000 },
    { ended: 20, succeeded: 2, costMicros: 100_000 },
    'first',
  ],
  [
    'what costs nothing',
    { ended: 4, succeeded: 4, costMicros: 1 },
    { ended: 4, succeeded: 4, costMicros: 0 },
    'second',
  ],
  ['the one with more free slots', { busy: 3, slots: 4 }, { busy: 3, slots: 8 }, 'second'],
  ['a healthy one over one that rested', { openings: 1 }, {}, 'second'],
  ['the one that rested less often', { openings: 3 }, { openings: 1 }, 'second'],
  ['a healthy, busy one over one that rested', { openings: 2 }, { busy: 3, slots: 4 }, 'second'],
])('the best is %s', (_why, first, second, best) => {
  const of = { first, second };
  const standing = ({ agent }: { readonly agent: string }) => ({ ...idle, ...of[agent as 'first' | 'second'] });
  expect(rankAgents([choice('first', first), choice('second', second)], standing)[0]?.agent).toBe(best);
});

test('nobody is lost, and none asked for is none answered', () => {
  const all = ['a', 'b', 'c'].map((agent) => choice(agent, {}));
  expect(rankAgents(all, () => idle)).toEqual(all);
  expect(rankAgents([], () => idle)).toEqual([]);
});

test('people are told why', () => {
  const known = choice('a', { ended: 10, succeeded: 9, costMicros: 120_000 });
  expect(rankText(known, { busy: 1, slots: 4, openings: 0 }, 2)).toBe(
    'best of 2: 9 of 10 attempts succeeded, 0.12 $ each, 1 of 4 slots at work',
  );
  expect(rankText(choice('b', {}), { busy: 0, slots: 1, openings: 1 }, 3)).toBe(
    'best of 3: no attempt in this repository yet, 0 of 1 slot at work, tried after a rest',
  );
});
