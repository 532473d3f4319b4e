import { expect, it } from 'vitest';
import type { BudgetStage, PricedUsage } from '../../../src/protocol/usage.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRunner, START } from './records.ts';

const used = (costMicros: number | null, outputTokens: number): PricedUsage => ({
  ...{ inputTokens: 10, cachedTokens: 4, outputTokens, costMicros, model: null },
  costBy: costMicros === null ? null : 'agent',
});

describeEachStore('budgets', (openStore) => {
  async function withRun(budget: { readonly budgetMicros: number | null; readonly budgetTokens: number | null }) {
    const store = await openStore();
    const runner = aRunner();
    const ready = { state: 'ready' } as const;
    const graph = aGraph(
      { a: { over: { state: 'running' } }, b: { over: ready }, c: { over: ready } },
      { run: { state: 'running', ...budget } },
    );
    const kept = { reservedMicros: 50, reservedTokens: 100, runner: runner.id };
    const attempts = [
      anAttempt(graph.tasks.a, { state: 'running', ...kept }),
      anAttempt(graph.tasks.b, { state: 'failed', ...kept }),
      anAttempt(graph.tasks.c, { state: 'running', provider: null, agent: null, runner: runner.id }),
    ] as const;
    await store.change(
      { kind: 'save_runner', runner },
      ...graph.changes,
      ...attempts.map((attempt) => ({ kind: 'insert_attempt', attempt }) as const),
    );
    const record = (index: 0 | 1, usage: PricedUsage) =>
      store.change({ kind: 'record_usage', attempt: attempts[index].id, usage });
    const slice = async () => (await store.read.leaseSlice([runner.id], 10)).runs[graph.run.id];
    return { store, graph, record, slice, runner };
  }

  it('count what every attempt told last, and what is kept for those of agents at work beyond that', async () => {
    const { record, slice } = await withRun({ budgetMicros: 1_000, budgetTokens: null });
    const limit = { costMicros: 1_000, tokens: null };
    expect((await slice())?.budget).toEqual({
      limit,
      spent: { costMicros: 0, tokens: 0 },
      kept: { costMicros: 50, tokens: 100 },
      atWork: 1,
    });
    await record(0, used(10, 5));
    await record(1, used(7, 0));
    await record(0, used(30, 20));
    expect((await slice())?.budget).toEqual({
      limit,
      spent: { costMicros: 37, tokens: 32 },
      kept: { costMicros: 20, tokens: 74 },
      atWork: 1,
    });
    await record(0, used(80, 500));
    await record(1, used(null, 1));
    expect((await slice())?.budget).toMatchObject({
      spent: { costMicros: 80, tokens: 513 },
      kept: { costMicros: 0, tokens: 0 },
    });
  });

  it('are none of a run that has none', async () => {
    const { slice, record } = await withRun({ budgetMicros: null, budgetTokens: null });
    await record(0, used(10, 5));
    expect(await slice()).toMatchObject({ budget: null, openTasks: 3 });
  });

  it('are looked after once most of them is used, and again when nothing is left', async () => {
    const { store, graph, record } = await withRun({ budgetMicros: 1_000, budgetTokens: null });
    const { id } = graph.run;
    const keeping = async () => {
      const slice = await store.read.budgetKeeping(id, START);
      return [slice?.spent.costMicros, slice?.kept.costMicros, slice?.left, slice?.atWork.length, slice?.asked];
    };
    await record(0, used(799, 1));
    expect(await store.due.budgetsDue(START, 10)).toEqual([]);
    await record(0, used(800, 1));
    expect(await store.due.budgetsDue(START, 10)).toEqual([id]);
    expect(await keeping()).toEqual([800, 0, 3, 1, null]);
    const limit = { costMicros: 1_000, tokens: null };
    const move = (from: BudgetStage, to: BudgetStage) =>
      store.change({ kind: 'set_budget', run: id, from: { ...limit, stage: from }, to: { ...limit, stage: to } });
    await move('open', 'asked');
    expect(await store.due.budgetsDue(START, 10)).toEqual([]);
    await record(1, used(200, 1));
    expect(await store.due.budgetsDue(START, 10)).toEqual([id]);
    await move('asked', 'spent');
    // An agent at work was not told to end yet.
    expect(await store.due.budgetsDue(START, 10)).toEqual([id]);
    expect(await store.read.spentByRun(id)).toMatchObject({ costMicros: 1_000 });
    await expect(move('asked', 'spent')).rejects.toMatchObject({ guard: 'budget_unmoved' });
  });

  it('of a repository bound all its runs together, for a calendar month', async () => {
    const { store, graph, record, runner } = await withRun({ budgetMicros: null, budgetTokens: null });
    const { repository } = graph;
    const other = aGraph(
      { d: {} },
      { repository, run: { state: 'running', name: 'other', branchPrefix: 'planwright/other' } },
    );
    await store.change(...other.changes);
    const limit = { costMicros: 100, tokens: null };
    const keep = (budget: typeof limit | null) =>
      store.change({ kind: 'keep_repository_budget', repository: repository.id, budget });
    const at = (now: number) => store.read.leaseSlice([runner.id], 10, { now, aliveSince: 0 });
    const keys = async (now: number) => (await at(now)).candidates.map(({ key }) => key);
    await record(0, used(30, 20));
    expect((await at(START)).repositoryBudgets).toEqual({});
    await keep(limit);
    expect((await at(START)).repositoryBudgets).toEqual({
      [repository.id]: {
        limit,
        spent: { costMicros: 30, tokens: 26 },
        kept: { costMicros: 20, tokens: 74 },
        atWork: 1,
      },
    });
    expect(await store.due.budgetsDue(START, 10)).toEqual([]);
    await record(0, used(60, 20));
    await record(1, used(40, 20));
    // All is used: nothing of any of its runs is offered, and whoever is at work is told to end.
    expect(await keys(START)).toEqual([]);
    expect(await store.due.budgetsDue(START, 10)).toEqual([graph.run.id]);
    const monthly = { limit, spent: { costMicros: 100, tokens: 52 } };
    expect(await store.read.budgetKeeping(graph.run.id, START)).toMatchObject({ ofRepository: monthly });
    expect(await store.read.repositoryBudget(repository.id, START)).toMatchObject(monthly);
    const nextMonth = START + 31 * 86_400_000;
    expect(await keys(nextMonth)).toContain('d');
    expect(await store.due.budgetsDue(nextMonth, 10)).toEqual([]);
    expect(await store.read.repositoryBudget(repository.id, nextMonth)).toMatchObject({ spent: { costMicros: 0 } });
    await keep({ costMicros: 101, tokens: null });
    expect(await keys(START)).toContain('d');
    await keep(null);
    expect(await store.read.repositoryBudget(repository.id, START)).toBeNull();
  });
});
