import { expect, it } from 'vitest';
import type { FailureClass } from '../../../src/protocol/outcome.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRepository, START } from './records.ts';

const used = (inputTokens: number, costMicros: number | null) => ({
  ...{ inputTokens, cachedTokens: 1, outputTokens: 2, costMicros, model: null },
  costBy: costMicros === null ? null : ('agent' as const),
});

describeEachStore('what agents used before', (openStore) => {
  it('is that of attempts which came to their own end, the newest first, by repository, agent and role', async () => {
    const store = await openStore();
    const repository = aRepository();
    const { tasks, changes } = aGraph({ a: {} }, { repository });
    const elsewhere = aGraph({ a: {} });
    const failed = (name: FailureClass) => ({ state: 'failed', failure: { class: name, message: 'x' } }) as const;
    const attempts = [
      anAttempt(tasks.a, { number: 1, state: 'succeeded' }),
      anAttempt(tasks.a, { number: 2, ...failed('verification') }),
      anAttempt(tasks.a, { number: 3, ...failed('transient') }),
      anAttempt(tasks.a, { number: 4, state: 'running' }),
      anAttempt(tasks.a, { number: 5, state: 'succeeded', agent: 'codex' }),
      anAttempt(elsewhere.tasks.a, { state: 'succeeded' }),
    ].map((attempt) => ({ ...attempt, startedAt: START - 7_000, endedAt: START }));
    const inserted = attempts.map((attempt) => ({ kind: 'insert_attempt', attempt }) as const);
    await store.change(...changes, ...elsewhere.changes, ...inserted);
    for (const [index, { id }] of attempts.entries()) {
      const usage = used(100 * (index + 1), index === 1 ? null : 10);
      await store.change({ kind: 'record_usage', attempt: id, usage });
    }
    const of = (agent: string, role = 'coder') => ({ repository: repository.id, agent, role });
    const asked = [of('claude'), of('codex'), of('claude', 'tester')];
    const samples = (await store.read.usageHistory(asked)).map((one) => one.samples);
    expect(samples).toEqual([
      [
        { tokens: 201, costMicros: null, durationMs: 7_000 },
        { tokens: 101, costMicros: 10, durationMs: 7_000 },
      ],
      [{ tokens: 501, costMicros: 10, durationMs: 7_000 }],
      [],
    ]);
    expect(await store.read.usageHistory([])).toEqual([]);
  });
});
