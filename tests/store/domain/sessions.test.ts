import { expect, it } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import type { Change } from '../../../src/core/changes.ts';
import type { AttemptRecord, SessionRecord } from '../../../src/core/records.ts';
import type { FailureClass } from '../../../src/protocol/outcome.ts';
import { describeEachStore, type OpenStore } from './each_store.ts';
import { aGraph, anAttempt, aRunner, START } from './records.ts';

const used = { inputTokens: 10, cachedTokens: 2, outputTokens: 3, costUsd: 0.5 };

describeEachStore('sessions', (open) => {
  async function withTask(store: Awaited<ReturnType<OpenStore>>) {
    const graph = aGraph({ parser: {} });
    await store.change(...graph.changes);
    const task = graph.tasks.parser;
    const save = (over: Partial<SessionRecord> = {}): Change => ({
      kind: 'save_session',
      session: {
        task: task.id,
        runner: 'runner-1',
        provider: 'claude',
        session: 'first',
        used,
        began: 1,
        attempt: 1,
        updatedAt: START,
        ...over,
      },
    });
    const held = async () => (await store.read.leaseDetails([task.id]))[0]?.sessions;
    return { task, save, held };
  }

  it('are kept by task, runner and provider, and read for the next attempt', async () => {
    const store = await open();
    const { save, held } = await withTask(store);
    expect(await held()).toEqual([]);
    await store.change(save(), save({ runner: 'runner-2' }), save({ provider: 'codex', session: 'thread' }));
    expect(await held()).toHaveLength(3);
    expect(await held()).toContainEqual(expect.objectContaining({ provider: 'codex', session: 'thread', used }));
  });

  it('that go on keep who began them, and a new one takes their place', async () => {
    const store = await open();
    const { save, held } = await withTask(store);
    await store.change(save());
    await store.change(save({ began: 2, attempt: 2, updatedAt: START + 1 }));
    expect(await held()).toMatchObject([{ session: 'first', began: 1, attempt: 2, updatedAt: START + 1 }]);
    await store.change(save({ session: 'second', began: 3, attempt: 3 }));
    expect(await held()).toMatchObject([{ session: 'second', began: 3, attempt: 3 }]);
  });

  it('say what the attempt that used them last failed of, whatever came of later ones', async () => {
    const store = await open();
    const { task, save, held } = await withTask(store);
    const next = async (number: number, over: Partial<AttemptRecord>): Promise<void> => {
      await store.change(
        { kind: 'insert_attempt', attempt: anAttempt(task, { number, ...over }) },
        { kind: 'set_task', task: task.id, in: 'ready', atAttempt: number - 1, set: { attempts: number } },
      );
    };
    const failure = (failed: FailureClass) => ({ state: 'failed', failure: { class: failed, message: 'no' } }) as const;
    await store.change(save());
    expect(await held()).toMatchObject([{ failed: null }]);
    await next(1, failure('context_too_long'));
    // Another agent, as a fallback or because somebody retried.
    await next(2, { ...failure('verification'), provider: 'codex' });
    await store.change(save({ provider: 'codex', session: 'thread', began: 2, attempt: 2 }));
    await next(3, { provider: 'codex', state: 'running' });
    const failed = (await held())?.map((session) => [session.provider, session.failed]);
    expect(failed?.toSorted()).toEqual([
      ['claude', 'context_too_long'],
      ['codex', 'verification'],
    ]);
  });

  it('are not set back by a late report', async () => {
    const store = await open();
    const { save, held } = await withTask(store);
    await store.change(save({ session: 'second', began: 2, attempt: 2 }));
    await store.change(save());
    expect(await held()).toMatchObject([{ session: 'second', attempt: 2 }]);
  });

  it('tell who holds the conversation of a ready task, how long it is ready, and whether it has a slot', async () => {
    const store = await open();
    const { task, save } = await withTask(store);
    const holder = async () => (await store.read.leaseSlice(['runner-1'], 10)).candidates[0]?.session;
    await store.change({ kind: 'save_runner', runner: aRunner({ slots: 1 }) });
    await store.change(save());
    // Ready since its run began: it has no attempt yet.
    expect(await holder()).toBeNull();
    const move = { task: task.id, fromAttempt: 0 } as const;
    await store.change({ kind: 'move_task', ...move, from: 'ready', to: 'running' });
    await store.change({ kind: 'move_task', ...move, from: 'running', to: 'ready' });
    const session = {
      runner: 'runner-1',
      name: 'forge-2',
      provider: 'claude',
      seenAt: START,
      readyAt: expect.any(Number),
      hasSlot: true,
    };
    expect(await holder()).toEqual(session);
    await store.change({ kind: 'insert_attempt', attempt: anAttempt(task) });
    expect(await holder()).toEqual({ ...session, hasSlot: false });
    await store.change(
      { kind: 'save_runner', runner: aRunner({ id: 'runner-2', name: 'forge-3', seenAt: START + 5 }) },
      save({ runner: 'runner-2', attempt: 2 }),
    );
    expect(await holder()).toMatchObject({ runner: 'runner-2', name: 'forge-3', seenAt: START + 5, hasSlot: true });
  });

  it('tell of the slot that the task needs: a full one of the other kind says nothing', async () => {
    const store = await open();
    const role = { routing: { ...ANY_AGENT, role: 'orchestrator' } };
    const { tasks, changes } = aGraph({ a: {}, o: { over: role }, works: {}, decides: { over: role } });
    await store.change(...changes, { kind: 'save_runner', runner: aRunner({ slots: 1 }) });
    for (const { id: task } of [tasks.a, tasks.o]) {
      const move = { task, fromAttempt: 0 } as const;
      const held = { task, runner: 'runner-1', provider: 'claude', session: 's', used, began: 1, attempt: 1 };
      await store.change({ kind: 'save_session', session: { ...held, updatedAt: START } });
      await store.change({ kind: 'move_task', ...move, from: 'ready', to: 'running' });
      await store.change({ kind: 'move_task', ...move, from: 'running', to: 'ready' });
    }
    const hasSlot = async () => {
      const { candidates } = await store.read.leaseSlice(['runner-1'], 10);
      return ['a', 'o'].map((wanted) => candidates.find(({ key }) => key === wanted)?.session?.hasSlot);
    };
    expect(await hasSlot()).toEqual([true, true]);
    await store.change({ kind: 'insert_attempt', attempt: anAttempt(tasks.works) });
    expect(await hasSlot()).toEqual([false, true]);
    await store.change({ kind: 'insert_attempt', attempt: anAttempt(tasks.decides) });
    expect(await hasSlot()).toEqual([false, false]);
  });

  it('come with the newest attempts, whatever became of them', async () => {
    const store = await open();
    const { task } = await withTask(store);
    for (let number = 1; number <= 4; number++) {
      await store.change(
        { kind: 'insert_attempt', attempt: anAttempt(task, { number, state: 'lost', base: null }) },
        { kind: 'set_task', task: task.id, in: 'ready', atAttempt: number - 1, set: { attempts: number } },
      );
    }
    const [details] = await store.read.leaseDetails([task.id]);
    expect(details?.recent.map(({ number }) => number)).toEqual([4, 3, 2]);
  });
});
