import { afterEach, describe } from 'vitest';
import { describeEachDatabase } from '../../support/databases.ts';
import { memoryStore } from '../../support/memory_store.ts';
import { START } from './records.ts';
import { storeOpener, type WritableStore, writable } from './store_test.ts';

/** Opens the test's store; again: as another process would, on the same rows. */
export type OpenStore = () => Promise<WritableStore>;

/** Runs a suite on both databases and on the store in memory, on which the simulation runs. */
export function describeEachStore(name: string, suite: (open: OpenStore) => void): void {
  describeEachDatabase(name, (databases) => suite(storeOpener(databases)));
  describe(`${name} (memory)`, () => {
    let store: WritableStore | undefined;
    afterEach(() => {
      store = undefined;
    });
    suite(async () => {
      const clock = { time: START, now: () => clock.time };
      store ??= writable(memoryStore(clock.now), clock);
      return store;
    });
  });
}
