import { join } from 'node:path';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { createRun } from '../../../src/service/commands/create_run.ts';
import { openStore } from '../../../src/store/open_store.ts';
import { benchService } from '../bench_service.ts';
import type { Figure } from '../figure.ts';
import { takeTurns, turnOf } from '../rounds.ts';
import { withScratch } from '../scratch.ts';
import { spreadOf } from '../spread.ts';
import { copyDatabase, removeDatabase, settleFile } from '../store/database_files.ts';
import { longPlan } from './long_plan.ts';

const TASKS = 1_000;
const LIMIT_MS = 250;
const CLOCK = { now: () => Date.now() };

/** Plan to stored run, as the operator API does it, on a database that has only its schema; and the parsing alone. */
export function benchParseAndStore(rounds: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const empty = join(folder, 'empty.db');
    await (await openStore({ url: `file:${empty}`, clock: CLOCK })).close();
    await settleFile(empty);
    const markdown = longPlan(TASKS);
    const whole = turnOf(createRunOn(empty, markdown));
    const coldMs = await whole();
    const times = await takeTurns(rounds, {
      whole,
      parse: turnOf({ prepare: async () => {}, run: async () => parseAndHash(markdown), finish: async () => {} }),
    });
    // Measured in different turns, so only their medians can be subtracted.
    const storing = spreadOf(times.whole).median - spreadOf(times.parse).median;
    const figure = (name: string, values: readonly number[]): Figure => {
      return { bench: `plan of ${TASKS} tasks`, name, unit: 'ms', spread: spreadOf(values) };
    };
    const limit = { kind: 'at_most', value: LIMIT_MS } as const;
    return [
      { ...figure('parse and store', times.whole), limit },
      figure('of that, parse and hash', times.parse),
      figure('of that, decide and store', [storing]),
      figure('parse and store, first time in a process', [coldMs]),
    ];
  });
}

function createRunOn(empty: string, markdown: string) {
  const file = `${empty}.copy`;
  return {
    prepare: async () => {
      await copyDatabase(empty, file);
      return openStore({ url: `file:${file}`, clock: CLOCK });
    },
    run: async (store: Awaited<ReturnType<typeof openStore>>) => {
      const repository = { name: 'bench', cloneUrl: '/bench' };
      const { run } = await createRun(benchService(store), { name: 'long', markdown, repository, owner: 'bench' });
      // The tasks, and the verification of the whole.
      if (Object.values(run.tasks).reduce((sum, count) => sum + count, 0) !== TASKS + 1) throw new Error('Tasks lack.');
    },
    finish: async (store: Awaited<ReturnType<typeof openStore>>) => {
      await store.close();
      await removeDatabase(file);
    },
  };
}

function parseAndHash(markdown: string): void {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Error(`The plan has mistakes: ${JSON.stringify(parsed.problems[0])}`);
  hashPlan(parsed.plan);
}
