import { expect, it } from 'vitest';
import { TRACK_RECORD_BOUNDS } from '../../../src/core/agents/track_record.ts';
import type { AttemptRecord } from '../../../src/core/records.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRepository, START } from './records.ts';

const states = ['succeeded', 'failed', 'timed_out', 'blocked', 'canceled', 'lost', 'running'] as const;

describeEachStore('how agents did', (openStore) => {
  it('counts attempts that ended by themselves, with what they cost, in this repository alone', async () => {
    const store = await openStore();
    const repository = aRepository();
    const { tasks, changes } = aGraph({ a: {} }, { repository });
    const elsewhere = aGraph({ a: {} });
    const own = states.map((state, at) => anAttempt(tasks.a, { number: at + 1, state, endedAt: START }));
    const codex = anAttempt(tasks.a, { number: 8, state: 'failed', agent: 'codex', endedAt: START });
    const command = anAttempt(tasks.a, { number: 9, state: 'failed', agent: null, endedAt: START });
    const others = anAttempt(elsewhere.tasks.a, { state: 'failed', endedAt: START });
    const attempts = [...own, codex, command, others];
    await store.change(...changes, ...elsewhere.changes, ...attempts.map(inserted));
    for (const [index, costMicros] of [100, 201].entries()) {
      const usage = {
        inputTokens: 1,
        cachedTokens: 0,
        outputTokens: 1,
        costMicros,
        costBy: 'agent',
        model: null,
      } as const;
      await store.change({ kind: 'record_usage', attempt: attempts[index]?.id ?? '', usage });
    }
    expect(await store.read.trackRecords(repository.id)).toEqual([
      { agent: 'claude', ended: 3, succeeded: 1, costMicros: 151 },
      { agent: 'codex', ended: 1, succeeded: 0, costMicros: null },
    ]);
    expect(await store.read.trackRecords('unknown')).toEqual([]);
  });

  it('looks at the newest runs alone', async () => {
    const store = await openStore();
    const repository = aRepository();
    for (let age = 0; age <= TRACK_RECORD_BOUNDS.runs; age++) {
      const run = { name: `run-${age}`, createdAt: START - age };
      const { tasks, changes } = aGraph({ a: {} }, { repository, run });
      const state = age === TRACK_RECORD_BOUNDS.runs ? 'succeeded' : 'failed';
      await store.change(...changes, inserted(anAttempt(tasks.a, { state, endedAt: START })));
    }
    const ended = TRACK_RECORD_BOUNDS.runs;
    expect(await store.read.trackRecords(repository.id)).toEqual([
      { agent: 'claude', ended, succeeded: 0, costMicros: null },
    ]);
  });
});

function inserted(attempt: AttemptRecord) {
  return { kind: 'insert_attempt', attempt } as const;
}
