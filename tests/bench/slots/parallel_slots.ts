import { join } from 'node:path';
import { type FinishedAttempt, startBenchHost } from '../attempts/bench_host.ts';
import type { Figure } from '../figure.ts';
import { makeRepository } from '../git.ts';
import { commandPlan } from '../plan/long_plan.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';

const FILES = 50;
const TASKS = 16;
const SLOTS = 4;
/** What one task waits for, as for an agent's model: long against the overhead of an attempt, so that slots can help. */
const WAITING = 'run: sleep 0.5';

type Case = { readonly name: string; readonly command: string; readonly least: number };

const CASES: readonly Case[] = [
  { name: 'no-op tasks', command: 'run: true', least: 1 },
  { name: 'tasks that wait 0.5 s', command: WAITING, least: 2.5 },
];

/** The same plan with one slot and with several: from the first lease to the end of the last attempt. */
export function benchParallelSlots(rounds: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const repositories = [join(folder, 'one'), join(folder, 'several')] as const;
    const times = CASES.map(() => ({ one: [] as number[], several: [] as number[] }));
    for (const repository of repositories) await makeRepository(repository, FILES);
    const one = await startBenchHost(join(folder, 'host-one'), repositories[0], 1);
    const several = await startBenchHost(join(folder, 'host-several'), repositories[1], SLOTS);
    try {
      for (let round = 0; round <= rounds; round += 1) {
        for (const [index, { command }] of CASES.entries()) {
          const markdown = commandPlan(TASKS, 'task', [command, 'allow-no-change: true']);
          const took = { one: tookMs(await one.runPlan('slots', markdown)), several: 0 };
          took.several = tookMs(await several.runPlan('slots', markdown));
          // The first round warms up.
          if (round === 0) continue;
          times[index]?.one.push(took.one);
          times[index]?.several.push(took.several);
        }
      }
    } finally {
      await one.close();
      await several.close();
    }
    return CASES.flatMap(({ name, least }, index) => {
      const measured = times[index] ?? { one: [], several: [] };
      return figuresOf(`${TASKS} ${name}`, measured, least);
    });
  });
}

function tookMs(attempts: readonly FinishedAttempt[]): number {
  const first = Math.min(...attempts.map(({ leasedAt }) => leasedAt));
  return Math.max(...attempts.map(({ endedAt }) => endedAt)) - first;
}

function figuresOf(bench: string, { one, several }: { one: number[]; several: number[] }, least: number): Figure[] {
  return [
    { bench, name: 'with 1 slot', unit: 'ms', spread: spreadOf(one) },
    { bench, name: `with ${SLOTS} slots`, unit: 'ms', spread: spreadOf(several) },
    {
      bench,
      name: `speed of ${SLOTS} slots against 1`,
      unit: 'times',
      spread: ratioOf(one, several),
      limit: { kind: 'at_least', value: least },
    },
  ];
}
