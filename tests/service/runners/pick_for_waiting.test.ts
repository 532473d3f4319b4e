import { expect, test } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import type { Candidate, LeaseSlice } from '../../../src/core/slices.ts';
import type { Slot } from '../../../src/protocol/slot.ts';
import type { SliceReader } from '../../../src/service/ports/store.ts';
import { pickForWaiting } from '../../../src/service/runners/pick_for_waiting.ts';
import { NOW, runnerRecord } from '../../core/records.ts';

const NO_LIMITS = { serviceConcurrency: 1_000, repositoryConcurrency: 1_000, headStartMs: 0 };

/** A store with so many ready tasks for each slot, which tells how many were asked for at a time. */
function storeWith(ready: Readonly<Record<Slot, number>>, more: Partial<Candidate> = {}) {
  const limits: number[] = [];
  const candidatesFor = (slot: Slot, limit: number) =>
    Array.from({ length: Math.min(limit, ready[slot]) }, (_, index): Candidate => {
      const id = `${slot}-${index}`;
      const of = { run: 'run', repository: 'repo', repositoryName: 'acme/app', kind: 'agent', attempts: 0 } as const;
      const wishes = {
        passedOver: [],
        labels: [],
        locks: [],
        files: [],
        session: null,
        maxCostMicros: null,
        maxTokens: null,
      };
      return { id, key: id, slot, routing: ANY_AGENT, ...of, ...wishes, ...more };
    });
  const leaseSlice: SliceReader['leaseSlice'] = async (_, limit): Promise<LeaseSlice> => {
    limits.push(limit);
    return {
      schedulerVersion: 1,
      runners: [{ runner: runnerRecord({}), load: {} }],
      candidates: [...candidatesFor('task', limit), ...candidatesFor('orchestrator', limit)],
      breakers: [],
      offers: [],
      more: { task: ready.task > limit, orchestrator: ready.orchestrator > limit },
      serviceLoad: 0,
      repositoryLoad: {},
      runs: { run: { running: 0, concurrency: null, filesInUse: [], openTasks: 1, budget: null } },
      repositoryBudgets: {},
      histories: [],
      locksHeld: {},
    };
  };
  return { read: { leaseSlice } as SliceReader, limits };
}

async function picked(read: SliceReader) {
  const { id: runner, boot } = runnerRecord({});
  const waiter = (slot: Slot, capacity: number) => ({
    request: { runner, boot, request: slot, slot, capacity, waitMs: 0 },
    token: null,
  });
  const waiters = [waiter('task', 2), waiter('orchestrator', 1)];
  const { picks } = await pickForWaiting(read, waiters, { limits: NO_LIMITS, leaseMs: 1, now: NOW });
  return picks.map(({ waiter: { request }, pick }) => [request.slot, pick.candidate.key]);
}

test('a slot that nothing waits for has no more looked at of what waits for the other', async () => {
  const { read, limits } = storeWith({ task: 10_000, orchestrator: 0 });
  expect(await picked(read)).toEqual([
    ['task', 'task-0'],
    ['task', 'task-1'],
  ]);
  expect(limits).toHaveLength(1);
});

test('more is looked at as long as a slot is left free and more waits for it, up to a bound', async () => {
  const { read, limits } = storeWith({ task: 0, orchestrator: 10_000 }, { labels: ['gpu'] });
  expect(await picked(read)).toEqual([]);
  expect(limits.length).toBeGreaterThan(2);
  expect(limits.at(-1)).toBeLessThan(100_000);
});
