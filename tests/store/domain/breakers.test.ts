import { expect, it } from 'vitest';
import { newBreaker } from '../../../src/core/breaker/breaker.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRunner, START } from './records.ts';

const open = {
  ...newBreaker('forge', 'claude'),
  state: 'open',
  failures: 5,
  openings: 1,
  restsUntil: START + 60_000,
  isTold: true,
  failure: { class: 'rate_limit', message: 'Enough.' },
} as const;

describeEachStore('breakers of agents', (openStore) => {
  it('are kept by runner and provider, and count their changes', async () => {
    const store = await openStore();
    expect(await store.read.breakerOf('forge', 'claude')).toBeNull();
    await store.change({ kind: 'save_breaker', breaker: open });
    expect(await store.read.breakerOf('forge', 'claude')).toEqual({ ...open, version: 1 });
    expect(await store.read.breakerOf('forge', 'codex')).toBeNull();
    const closed = newBreaker('forge', 'claude');
    await store.change({ kind: 'save_breaker', breaker: { ...closed, version: 1 } });
    expect(await store.read.breakerOf('forge', 'claude')).toEqual({ ...closed, version: 2 });
  });

  it('change only as they were seen', async () => {
    const store = await openStore();
    await store.change({ kind: 'save_breaker', breaker: open });
    await expect(store.change({ kind: 'save_breaker', breaker: open })).rejects.toThrow();
    await expect(store.change({ kind: 'save_breaker', breaker: { ...open, version: 3 } })).rejects.toThrow();
    expect(await store.read.breakerOf('forge', 'claude')).toEqual({ ...open, version: 1 });
  });

  it('that are not closed are seen when work is handed out, with the living runners that offer what they are of', async () => {
    const store = await openStore();
    const agents = ['claude', 'codex'].map((name) => ({ name, transport: 'text' as const }));
    await store.change(
      { kind: 'save_runner', runner: aRunner({ id: 'forge', agents, seenAt: START }) },
      { kind: 'save_runner', runner: aRunner({ id: 'anvil', agents, seenAt: START - 1 }) },
    );
    expect(await store.read.leaseSlice(['forge'], 1)).toMatchObject({ breakers: [], offers: [] });
    await store.change(
      { kind: 'save_breaker', breaker: open },
      { kind: 'save_breaker', breaker: { ...newBreaker('forge', 'codex'), failures: 2 } },
    );
    const seen = { ...open, version: 1, isProbed: false };
    expect(await store.read.leaseSlice(['anvil'], 1, { now: START, aliveSince: START })).toMatchObject({
      breakers: [seen],
      offers: [{ runner: 'forge', provider: 'claude' }],
    });
    expect((await store.read.leaseSlice(['anvil'], 1)).offers).toHaveLength(2);
    expect(await store.view.breakers()).toEqual([seen]);
  });

  it.each([
    ['leased', true],
    ['running', true],
    ['failed', false],
    ['lost', false],
  ] as const)('that are half open are probed by an attempt that is %s: %s', async (state, isProbed) => {
    const store = await openStore();
    const { tasks, changes } = aGraph({ parser: {} });
    const attempt = anAttempt(tasks.parser, { runner: 'forge', state });
    await store.change(...changes, { kind: 'insert_attempt', attempt });
    const halfOpen = { ...open, state: 'half_open', probe: attempt.id } as const;
    await store.change({ kind: 'save_breaker', breaker: halfOpen });
    const seen = { ...halfOpen, version: 1, isProbed };
    expect((await store.read.leaseSlice(['forge'], 1)).breakers).toEqual([seen]);
    expect(await store.view.breakers()).toEqual([seen]);
  });
});
