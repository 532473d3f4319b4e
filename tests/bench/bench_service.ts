import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { DEFAULT_BREAKER } from '../../src/core/breaker/breaker.ts';
import type { EffectAnswer } from '../../src/core/effects/effect.ts';
import type { ServiceDependencies } from '../../src/service/dependencies.ts';
import type { ForgeRequest } from '../../src/service/ports/forge.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { createSignals } from '../../src/service/signals.ts';

export const BASE_COMMIT = 'a'.repeat(40);

/** The use cases of the service on a store, with a forge that answers from memory. */
export function benchService(store: Store): ServiceDependencies {
  return {
    store,
    forge: {
      send: async (effect) => ({ answer: answerTo(effect), shown: [] }),
      credential: async () => null,
    },
    github: null,
    signals: createSignals(),
    settings: {
      leaseMs: 30_000,
      tickIntervalMs: 0,
      logRetentionMs: 86_400_000,
      execution: {
        timeoutMs: 3_600_000,
        stepTimeoutMs: 1_800_000,
        idleMs: 600_000,
        askWaitMs: 60_000,
        cancelGraceMs: 5_000,
        logHeadBytes: 2 ** 21,
        logTailBytes: 2 ** 23,
      },
      scheduling: { serviceConcurrency: 1_000_000, repositoryConcurrency: 1_000_000, headStartMs: 3_000 },
      breaker: DEFAULT_BREAKER,
    },
    process: v7(),
    version: 'bench',
    clock: { now: () => Date.now() },
    newId: () => v7(),
    sleep: (ms, givenUp) => sleep(ms, undefined, givenUp && { signal: givenUp }).catch(() => undefined),
    random: () => Math.random(),
    randomBytes: (count) => randomBytes(count),
    log: () => {},
  };
}

function answerTo(effect: Pick<ForgeRequest, 'kind'>): EffectAnswer {
  switch (effect.kind) {
    case 'begin_run':
      return { kind: 'begun', base: 'main', baseCommit: BASE_COMMIT };
    case 'publish_task':
      return { kind: 'published', pull: null };
    case 'merge_task':
      return { kind: 'merged', mergeCommit: BASE_COMMIT, head: BASE_COMMIT };
    default:
      return { kind: 'done' };
  }
}
