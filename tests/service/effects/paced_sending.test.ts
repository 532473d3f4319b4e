import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pacer } from '../../../src/github/clients/paced.ts';
import { doChores } from '../../../src/service/chores/tick.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { sendEffects } from '../../../src/service/effects/send_effects.ts';
import { createSignals } from '../../../src/service/signals.ts';
import { type MemoryStore, memoryStore } from '../../support/memory_store.ts';
import { startTestService, type TestService } from '../../support/test_service.ts';

const ASKING_MS = 150;
const LASTS_MS = 60_000;

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
  vi.useFakeTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  await service.stop();
});

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Effects of several repositories of one installation, more than can be sent in the time. */
async function fill(store: MemoryStore, repositories: number) {
  const ids = Array.from({ length: repositories }, (_, index) => `repository-${index}`);
  await store.command('fill', async () => ({
    changes: ids.map((id, index) => ({
      kind: 'save_repository' as const,
      repository: { id, name: `acme/${id}`, cloneUrl: id, github: { id: index, installation: 1 } },
      at: 1,
    })),
    effects: Array.from({ length: 100 }, (_, to) => ({
      id: v7(),
      lane: `lane-${to}`,
      run: null,
      repository: ids[to % ids.length] ?? '',
      effect: { kind: 'reply' as const, issue: 1, to, text: 'Yes.' },
    })),
    events: [],
    result: null,
  }));
}

/** What a process needs to send: each effect asks once, then writes in its turn. */
function processOn(store: MemoryStore, counts: { reads: number; writes: number }): ServiceDependencies {
  const clock = { now: () => Date.now() };
  const pace = pacer({ pacing: store.pacing, spacingMs: 1_000, clock, sleep })(1);
  const send = async () => {
    pace.beforeRead();
    counts.reads += 1;
    await sleep(ASKING_MS);
    await pace.beforeWrite('a_while');
    counts.writes += 1;
    await sleep(ASKING_MS);
    return { answer: { kind: 'done' } as const, shown: [] };
  };
  const forge = { ...service.forge, send };
  return { ...service.deps, process: v7(), store, clock, sleep, signals: createSignals(), forge };
}

async function play({ repositories, processes }: { readonly repositories: number; readonly processes: number }) {
  const counts = { reads: 0, writes: 0 };
  const store = memoryStore(() => Date.now());
  await fill(store, repositories);
  const stopping = new AbortController();
  const loops = Array.from({ length: processes }, async () => {
    const deps = processOn(store, counts);
    while (!stopping.signal.aborted) {
      if (!(await sendEffects(deps, { atMost: 100, stopping: stopping.signal }))) await sleep(200);
    }
  });
  await vi.advanceTimersByTimeAsync(LASTS_MS);
  const { reads, writes } = counts;
  stopping.abort();
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(loops);
  return { reads, writes };
}

it.each([1, 5, 30])('effects of %d repositories of one installation read for their own writes only', async (count) => {
  const { reads, writes } = await play({ repositories: count, processes: 1 });
  expect(writes).toBeGreaterThanOrEqual(LASTS_MS / 1_000 - 2);
  expect(reads - writes).toBeLessThanOrEqual(5);
});

it('also two processes read little for nothing', async () => {
  const { reads, writes } = await play({ repositories: 5, processes: 2 });
  expect(writes).toBeGreaterThanOrEqual(LASTS_MS / 1_000 - 2);
  expect(reads / writes).toBeLessThan(2.5);
});

it("a tick begins to send for a while only, however much is due; what is left is the next one's", async () => {
  const counts = { reads: 0, writes: 0 };
  const store = memoryStore(() => Date.now());
  await fill(store, 3);
  const deps = processOn(store, counts);
  const tookMs: number[] = [];
  for (let ticks = 1; counts.writes < 100; ticks += 1) {
    const began = Date.now();
    const ticking = doChores(deps);
    void ticking.then(() => tookMs.push(Date.now() - began));
    while (tookMs.length < ticks) await vi.advanceTimersByTimeAsync(100);
    expect(await ticking).toEqual({ more: true });
  }
  expect(tookMs.length).toBeGreaterThan(2);
  expect(Math.max(...tookMs)).toBeLessThan(20_000);
});
