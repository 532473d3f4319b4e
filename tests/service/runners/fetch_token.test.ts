import { describe, expect, it } from 'vitest';
import type { AttemptState } from '../../../src/core/attempt/attempt_state.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import type { RepositoryCredential } from '../../../src/service/ports/forge.ts';
import { fetchToken } from '../../../src/service/runners/fetch_token.ts';

const NOW = 1_800_000_000_000;
const token = 'ghs_secret';
const runner = 'runner-1';
const repository = { id: 'r1', name: 'acme/api', cloneUrl: 'https://example.org/acme/api.git' };

type Standing = { state: AttemptState; task?: TaskState; attempts?: number };

/** What the use case reads of an attempt that stands so. */
function sliceOf({ state, task = 'running', attempts = 1 }: Standing): AttemptSlice {
  return {
    attempt: { id: 'a1', runner, number: 1, state },
    task: { state: task, attempts },
    repository,
  } as unknown as AttemptSlice;
}

function given(slice: AttemptSlice | null, mint: () => Promise<RepositoryCredential | null>) {
  const logged: string[] = [];
  const asked: string[] = [];
  const deps: Parameters<typeof fetchToken>[0] = {
    store: { read: { attemptSlice: async () => slice } },
    forge: {
      send: () => Promise.reject(new Error('nothing is sent')),
      credential: async ({ name }) => {
        asked.push(name);
        return await mint();
      },
    },
    clock: { now: () => NOW },
    log: (level, message, data) => logged.push(JSON.stringify({ level, message, data })),
  };
  return { logged, asked, fetch: () => fetchToken(deps, { runner, attempt: 'a1' }) };
}

const minted = async () => ({ username: 'x-access-token', token, expiresAt: NOW + 3_600_000.7 });

describe('fetchToken', () => {
  it.each<Standing>([
    { state: 'leased' },
    { state: 'running' },
    { state: 'lost', task: 'retrying' },
    { state: 'lost', task: 'ready' },
  ])('mints for an attempt whose report would count: %o', async (standing) => {
    const { fetch, logged, asked } = given(sliceOf(standing), minted);
    expect(await fetch()).toEqual({ credential: { username: 'x-access-token', token, expiresInMs: 3_600_000 } });
    expect(asked).toEqual(['acme/api']);
    expect(logged).toEqual([]);
  });

  it.each<Standing>([
    { state: 'lost', task: 'running', attempts: 2 },
    { state: 'lost', task: 'canceled' },
    { state: 'succeeded', task: 'in_review' },
    { state: 'failed', task: 'retrying' },
    { state: 'timed_out', task: 'retrying' },
    { state: 'canceled', task: 'canceled' },
  ])('asks the forge for nothing where it would not: %o', async (standing) => {
    const { fetch, asked } = given(sliceOf(standing), minted);
    await expect(fetch()).rejects.toMatchObject({ code: 'attempt_not_current' });
    expect(asked).toEqual([]);
  });

  it('calls trouble of the forge unavailable and logs why', async () => {
    const { fetch, logged } = given(sliceOf({ state: 'running' }), () => Promise.reject(new Error('502')));
    await expect(fetch()).rejects.toMatchObject({
      code: 'unavailable',
      message: 'There is no token for acme/api at the moment. Try again.',
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('502');
  });

  it('never says that less than nothing is left', async () => {
    const { fetch } = given(sliceOf({ state: 'running' }), async () => ({ ...(await minted()), expiresAt: NOW - 5 }));
    expect(await fetch()).toMatchObject({ credential: { expiresInMs: 0 } });
  });
});
