import { expect, it } from 'vitest';
import { countedTokens, type PricedUsage } from '../../../src/protocol/usage.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import fc from '../../support/fast_check.ts';
import { aGraph, anAttempt, START } from './records.ts';
import { storeOpener } from './store_test.ts';

const used = (inputTokens: number, more: Partial<PricedUsage> = {}): PricedUsage => ({
  inputTokens,
  cachedTokens: 1,
  outputTokens: 2,
  costMicros: 10 * inputTokens,
  costBy: 'agent',
  model: 'sonnet',
  ...more,
});

/** What an agent may say, also that its cache held more than was read. */
const someUsage = fc
  .record({ inputTokens: fc.nat(), cachedTokens: fc.nat(), outputTokens: fc.nat(), costMicros: fc.option(fc.nat()) })
  .map((usage): PricedUsage => ({ ...usage, costBy: usage.costMicros === null ? null : 'agent', model: null }));

describeEachDatabase('usage', (databases) => {
  const open = storeOpener(databases);

  async function withAttempts() {
    const store = await open();
    const { run, tasks, changes } = aGraph({ a: {}, b: {} });
    const attempts = [anAttempt(tasks.a), anAttempt(tasks.a, { number: 2 }), anAttempt(tasks.b)] as const;
    const inserted = attempts.map((attempt) => ({ kind: 'insert_attempt', attempt }) as const);
    await store.change(...changes, ...inserted);
    const record = (index: 0 | 1 | 2, usage: PricedUsage) =>
      store.change({ kind: 'record_usage', attempt: attempts[index].id, usage });
    return { store, run, tasks, attempts, record };
  }

  it('is nothing where nothing was told', async () => {
    const { store, run } = await withAttempts();
    expect(await store.view.findRun(run.id)).toMatchObject({ usage: null });
    expect((await store.view.tasks(run.id, START)).map(({ usage }) => usage)).toEqual([null, null]);
    expect((await store.view.attempts(run.id, 'a')).map(({ usage }) => usage)).toEqual([null, null]);
  });

  it('of an attempt is what was told last, and of its task and run the sum', async () => {
    const { store, run, record } = await withAttempts();
    await record(0, used(50));
    await record(0, used(100));
    await record(1, used(7, { costMicros: null, costBy: null, model: null }));
    await record(2, used(1_000, { costBy: 'prices' }));
    expect((await store.view.attempts(run.id, 'a')).map(({ usage }) => usage)).toEqual([
      used(100),
      used(7, { costMicros: null, costBy: null, model: null }),
    ]);
    const [a, b] = await store.view.tasks(run.id, START);
    const ofA = {
      inputTokens: 107,
      cachedTokens: 2,
      outputTokens: 4,
      costMicros: 1_000,
      reckonedMicros: 0,
      unpricedAttempts: 1,
    };
    expect(a?.usage).toEqual(ofA);
    expect(b?.usage).toMatchObject({
      inputTokens: 1_000,
      costMicros: 10_000,
      reckonedMicros: 10_000,
      unpricedAttempts: 0,
    });
    const [listed] = await store.view.runs({ limit: 10 });
    expect(listed?.usage).toEqual({
      inputTokens: 1_107,
      cachedTokens: 3,
      outputTokens: 6,
      costMicros: 11_000,
      reckonedMicros: 10_000,
      unpricedAttempts: 1,
    });
  });

  it('of a repository is the sum of all its runs', async () => {
    const { store, run, record } = await withAttempts();
    expect(await store.view.usedByRepositories(10)).toEqual([]);
    await record(0, used(100));
    await record(2, used(1_000, { costBy: 'prices' }));
    const [repository, ...others] = await store.view.usedByRepositories(10);
    expect(others).toEqual([]);
    expect(repository).toMatchObject({ id: run.repository, usage: { inputTokens: 1_100, costMicros: 11_000 } });
    expect(await store.view.usedByRepositories(0)).toEqual([]);
  });

  it('of which no cost is known has none', async () => {
    const { store, run, record } = await withAttempts();
    await record(0, used(7, { costMicros: null, costBy: null }));
    expect((await store.view.findRun(run.id))?.usage).toMatchObject({ costMicros: null, unpricedAttempts: 1 });
  });

  it('of each attempt of a task is there where the task is decided about', async () => {
    const { store, tasks, attempts, record } = await withAttempts();
    await record(0, used(5));
    await record(1, used(6, { costMicros: null, costBy: null, model: null }));
    await record(2, used(7));
    const of = [
      { ...used(5), attempt: attempts[0].id },
      { ...used(6, { costMicros: null, costBy: null, model: null }), attempt: attempts[1].id },
    ];
    const around = await store.read.taskSlice(tasks.a.id, 'direct');
    const itself = await store.read.attemptSlice(attempts[1].id, 'all');
    for (const slice of [around, itself])
      expect(slice?.used.toSorted((a, b) => a.inputTokens - b.inputTokens)).toEqual(of);
  });

  it('counts towards the limits of a task by the rule of the protocol', async () => {
    const store = await open();
    const { tasks, changes } = aGraph({ a: {}, b: {}, c: {}, d: {} });
    await store.change(...changes);
    for (const task of Object.values(tasks)) {
      const usages = fc.sample(someUsage, 12);
      await store.change(
        ...usages.flatMap((usage, at) => {
          const attempt = anAttempt(task, { number: at + 1 });
          return [
            { kind: 'insert_attempt', attempt } as const,
            { kind: 'record_usage', attempt: attempt.id, usage } as const,
          ];
        }),
      );
      const [details] = await store.read.leaseDetails([task.id]);
      expect(details?.spent).toEqual({
        tokens: usages.map(countedTokens).reduce((sum, tokens) => sum + tokens),
        costMicros: usages.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0),
      });
    }
  });

  it('counts towards the limits of a task until a person has it done again', async () => {
    const { store, tasks, record } = await withAttempts();
    await record(0, used(1));
    await record(2, used(2));
    await store.change({ kind: 'renew_budget', task: tasks.a.id });
    await record(0, used(3));
    await record(1, used(4));
    const [[a], [b]] = await Promise.all([
      store.read.leaseDetails([tasks.a.id]),
      store.read.leaseDetails([tasks.b.id]),
    ]);
    expect([a?.spent, b?.spent]).toEqual([
      { tokens: 5, costMicros: 40 },
      { tokens: 3, costMicros: 20 },
    ]);
    expect(await store.rows('SELECT input_tokens, counts FROM usage ORDER BY input_tokens')).toEqual([
      { input_tokens: 2, counts: 1 },
      { input_tokens: 3, counts: 0 },
      { input_tokens: 4, counts: 1 },
    ]);
  });
});
