import { join } from 'node:path';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { openDatabase } from '../../../src/store/client/open_database.ts';
import { createStore, openStore } from '../../../src/store/open_store.ts';
import { benchService } from '../bench_service.ts';
import type { Figure } from '../figure.ts';
import { type Turn, takeTurns, turnOf } from '../rounds.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';
import { copyDatabase, removeDatabase, settleFile } from './database_files.ts';
import { recordTrips, type Trip } from './recorded_database.ts';
import { closeBare, openBare, replay } from './replay.ts';
import { leaseAndComplete, prepareWork } from './workload.ts';

const CLOCK = { now: () => Date.now() };
const LIMIT = { kind: 'at_least', value: 0.5 } as const;

/**
 * Throughput of leasing and completing tasks in groups, through the use cases and the store, against the same statements on the
 * bare client. The limit is about all of them; the writes alone show what deciding costs, reads included.
 */
export function benchLeaseAndComplete(rounds: number, groupSize: number, groups: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const tasks = groupSize * groups;
    const file = join(folder, 'prepared.db');
    await onStore(file, (deps) => prepareWork(deps, tasks));
    await settleFile(file);
    const trips = await record(file, tasks, groupSize);
    const writes = trips.filter(({ kind }) => kind === 'write');
    const times = await takeTurns(rounds, {
      store: turnOnStore(file, tasks, groupSize),
      writes: turnOnBare(file, writes),
      all: turnOnBare(file, trips),
    });
    const bench = `lease, start and finish, ${groupSize} at once`;
    const perSecond = (name: string, values: readonly number[]): Figure => {
      return { bench, name, unit: 'per second', spread: spreadOf(values.map((ms) => (tasks * 1_000) / ms)) };
    };
    // How many times as long the bare client took: the store's share of its throughput.
    const share = (name: string, bare: readonly number[]): Figure => {
      return { bench, name, unit: 'times', spread: ratioOf(bare, times.store) };
    };
    return [
      perSecond('tasks through the store', times.store),
      perSecond('bare client, same writes and reads', times.all),
      perSecond('bare client, same writes alone', times.writes),
      { ...share('store / bare writes and reads', times.all), limit: LIMIT },
      share('store / bare writes alone', times.writes),
    ];
  });
}

async function onStore(file: string, use: (deps: ServiceDependencies) => Promise<void>): Promise<void> {
  const store = await openStore({ url: `file:${file}`, clock: CLOCK });
  await use(benchService(store));
  await store.close();
}

/** What the store really sends for this work. */
async function record(file: string, tasks: number, groupSize: number): Promise<Trip[]> {
  const copy = `${file}.recorded`;
  await copyDatabase(file, copy);
  const trips: Trip[] = [];
  const database = recordTrips(await openDatabase({ url: `file:${copy}` }), trips);
  const store = createStore(database, { clock: CLOCK });
  await leaseAndComplete(benchService(store), tasks, groupSize);
  await store.close();
  await removeDatabase(copy);
  return trips;
}

function turnOnStore(file: string, tasks: number, groupSize: number): Turn {
  const copy = `${file}.store`;
  return turnOf({
    prepare: async () => {
      await copyDatabase(file, copy);
      return openStore({ url: `file:${copy}`, clock: CLOCK });
    },
    run: (store) => leaseAndComplete(benchService(store), tasks, groupSize),
    finish: async (store) => {
      await store.close();
      await removeDatabase(copy);
    },
  });
}

function turnOnBare(file: string, trips: readonly Trip[]): Turn {
  const copy = `${file}.bare`;
  return turnOf({
    prepare: async () => {
      await copyDatabase(file, copy);
      return openBare(copy);
    },
    run: (database) => replay(database, trips),
    finish: async (database) => {
      closeBare(database);
      await removeDatabase(copy);
    },
  });
}
