import { describe, expect, it } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { BudgetRoom } from '../../../src/core/schedule/budget_room.ts';
import type { Candidate, LeaseSlice } from '../../../src/core/slices.ts';
import type { Bounded } from '../../../src/core/usage/bounded.ts';

const NOTHING = { costMicros: 0, tokens: 0 };
const claude = { agent: 'claude', provider: 'claude', model: null, fallback: [] };

function candidate(over: Partial<Candidate> = {}): Candidate {
  return {
    ...{ id: 't', run: 'run', repository: 'repo', repositoryName: 'a/b', key: 't', kind: 'agent', slot: 'task' },
    ...{ attempts: 0, routing: { ...ANY_AGENT, agents: [claude] }, passedOver: [], labels: [], locks: [], files: [] },
    ...{ session: null, maxCostMicros: null, maxTokens: null },
    ...over,
  } as Candidate;
}

const money = (costMicros: number) => ({ costMicros, tokens: 0 });
const bounded = (limit: number, over: Partial<Bounded> = {}): Bounded => ({
  limit: { costMicros: limit, tokens: null },
  ...{ spent: NOTHING, kept: NOTHING, atWork: 0 },
  ...over,
});

type Sketch = {
  readonly budget?: Bounded | null;
  readonly openTasks?: number;
  readonly running?: number;
  readonly used?: readonly number[];
  readonly ofRepository?: Bounded;
};

function room({ budget = null, openTasks = 4, running = 0, used = [], ofRepository }: Sketch): BudgetRoom {
  const samples = used.map((costMicros) => ({ costMicros, tokens: 10 * costMicros, durationMs: 1_000 }));
  const slice: Pick<LeaseSlice, 'runs' | 'repositoryBudgets' | 'histories' | 'runners'> = {
    runs: { run: { running, concurrency: null, filesInUse: [], openTasks, budget } },
    repositoryBudgets: ofRepository === undefined ? {} : { repo: ofRepository },
    histories: [{ repository: 'repo', agent: 'claude', role: 'coder', samples }],
    runners: [],
  };
  return new BudgetRoom(slice);
}

const grantOf = (sketch: Sketch, over: Partial<Candidate> = {}) => {
  const grant = room(sketch).grant(candidate(over));
  return typeof grant === 'string' ? grant : [grant.reserved.costMicros, grant.share.costMicros];
};

describe('what an attempt gets of a budget', () => {
  it('is all that it needs where nothing bounds it', () => {
    expect(grantOf({})).toEqual([null, null]);
    expect(grantOf({ budget: bounded(100, { spent: money(100) }) }, { kind: 'command' })).toEqual([null, null]);
  });

  it('is kept by its own limit, else by what most attempts of its agent used, else by its part of what is left', () => {
    const budget = bounded(100);
    expect(grantOf({ budget, used: [5, 6, 7, 8] }, { maxCostMicros: 30 })).toEqual([30, 100]);
    expect(grantOf({ budget, used: [5, 6, 7, 8] })).toEqual([7, 100]);
    expect(grantOf({ budget, openTasks: 5 })).toEqual([20, 100]);
    expect(grantOf({ budget: bounded(100, { spent: money(40), kept: money(10) }), openTasks: 6, running: 1 })).toEqual([
      10, 50,
    ]);
  });

  it('may be more than what is kept, and never what is kept for others', () => {
    expect(grantOf({ budget: bounded(100, { spent: money(20), kept: money(50), atWork: 2 }), used: [9] })).toEqual([
      9, 30,
    ]);
  });

  it('waits while what it needs is kept for others, and is what is left where nothing else is at work', () => {
    const scarce = { spent: money(90), kept: money(5) };
    expect(grantOf({ budget: bounded(100, { ...scarce, atWork: 1 }), used: [6] })).toBe('budget_kept');
    expect(grantOf({ budget: bounded(100, { ...scarce, atWork: 1 }), used: [5] })).toEqual([5, 5]);
    expect(grantOf({ budget: bounded(100, { spent: money(95) }), used: [6] })).toEqual([5, 5]);
    expect(grantOf({ budget: bounded(100, { spent: money(90), kept: money(10), atWork: 1 }) })).toBe('budget_kept');
  });

  it('is nothing where all is used', () => {
    expect(grantOf({ budget: bounded(100, { spent: money(100) }) })).toBe('budget_spent');
    expect(grantOf({ budget: bounded(0) })).toBe('budget_spent');
    expect(grantOf({ ofRepository: bounded(100, { spent: money(120) }) })).toBe('repository_budget_spent');
  });

  it('is bounded by the run and the repository, whichever leaves less', () => {
    const ofRepository = bounded(1_000, { spent: money(990), atWork: 3 });
    expect(grantOf({ budget: bounded(100), ofRepository, used: [8] })).toEqual([8, 10]);
    expect(grantOf({ budget: bounded(100), ofRepository, used: [11] })).toBe('budget_kept');
  });

  it('counts what was picked at the same moment, so that nothing is given twice', () => {
    const both = room({ budget: bounded(100), used: [60] });
    expect(both.take(candidate()).reserved.costMicros).toBe(60);
    expect(both.grant(candidate({ id: 'u' }))).toBe('budget_kept');
    expect(() => both.take(candidate({ id: 'u' }))).toThrow('no budget');
    const shared = room({ budget: bounded(100), openTasks: 4 });
    const given = ['a', 'b', 'c', 'd'].map((id) => shared.take(candidate({ id })).reserved.costMicros ?? 0);
    expect(given).toEqual([25, 25, 25, 25]);
  });

  it('is bounded in money and in tokens, each for itself', () => {
    const budget: Bounded = { ...bounded(100), limit: { costMicros: 100, tokens: 500 } };
    expect(room({ budget, used: [20] }).grant(candidate())).toEqual({
      reserved: { costMicros: 20, tokens: 200 },
      share: { costMicros: 100, tokens: 500 },
    });
    expect(room({ budget: { ...budget, atWork: 1 }, used: [60] }).grant(candidate())).toBe('budget_kept');
    const spent = { costMicros: 0, tokens: 500 };
    expect(room({ budget: { ...budget, spent } }).grant(candidate())).toBe('budget_spent');
  });
});
