import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startBenchHost } from '../attempts/bench_host.ts';
import type { Figure } from '../figure.ts';
import { makeRepository } from '../git.ts';
import { commandPlan } from '../plan/long_plan.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';
import { bareAgent } from './bare_agent.ts';
import { standIn } from './stand_in.ts';

const MEGABYTES = 200;
const FILES = 20;
const SLOWEST = { kind: 'at_least', value: 50 } as const;
const BENCH = `an agent that prints ${MEGABYTES} MB as fast as it is read`;

/**
 * How fast the runner reads what an agent prints and makes events of it. The agent prints no line before the one before is
 * taken, so what it tells of itself is the speed of who reads; who falls behind slows it down. Bare, its lines are
 * looked through for its result and nothing else.
 */
export function benchAgentOutput(rounds: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const repository = join(folder, 'repository');
    await makeRepository(repository, FILES);
    const command = standIn({ thinkingMs: 0, megabytes: MEGABYTES });
    const host = await startBenchHost(folder, repository, 1, {
      providers: { loud: { command, transport: 'claude-code' } },
    });
    const home = join(folder, 'bare-home');
    await mkdir(home);
    const [ours, bare]: [number[], number[]] = [[], []];
    try {
      for (let round = 0; round <= rounds; round += 1) {
        const plan = commandPlan(1, 'task', ['agent: loud', 'allow-no-change: true']);
        const [attempt] = await host.runPlan('output', plan);
        const alone = await bareAgent(command, folder, { PATH: process.env.PATH, HOME: home });
        // The first round warms up and makes the runner's mirror.
        if (round === 0) continue;
        ours.push(speedOf(attempt?.output ?? ''));
        bare.push(speedOf(alone.result));
      }
    } finally {
      await host.close();
    }
    return [
      { bench: BENCH, name: 'read bare', unit: 'MB/s', spread: spreadOf(bare) },
      { bench: BENCH, name: 'read by the runner', unit: 'MB/s', spread: spreadOf(ours), limit: SLOWEST },
      { bench: BENCH, name: 'read by the runner / bare', unit: 'times', spread: ratioOf(ours, bare) },
    ];
  });
}

/** Megabytes a second, from what the stand-in tells of itself. */
function speedOf(output: string): number {
  const [, from, to] = /printing=(\d+) printed=(\d+)/.exec(output) ?? [];
  if (from === undefined || to === undefined)
    throw new Error(`The stand-in did not tell its times: ${output.slice(-500)}`);
  return (MEGABYTES * 1_000) / (Number(to) - Number(from));
}
