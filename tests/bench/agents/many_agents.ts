import { join } from 'node:path';
import { type BenchHost, startBenchHost } from '../attempts/bench_host.ts';
import type { Figure } from '../figure.ts';
import { makeRepository } from '../git.ts';
import { commandPlan } from '../plan/long_plan.ts';
import { withScratch } from '../scratch.ts';
import { spreadOf } from '../spread.ts';
import { peakMemoryMb } from './process_usage.ts';
import { standIn } from './stand_in.ts';

const AGENTS = 20;
const FILES = 50;
/** Long enough for all of them to be at work before the first ends. */
const THINKING_MS = 6_000;
const BENCH = `${AGENTS} agents at once`;
const MOST_MEMORY = { kind: 'at_most', value: 300 } as const;

/** Providers by what each of their agents prints, all at the same moment: as much as a long attempt, and far more than any. */
const PROVIDERS = {
  usual: { command: standIn({ thinkingMs: THINKING_MS, megabytes: 1 }), transport: 'claude-code' },
  loud: { command: standIn({ thinkingMs: THINKING_MS, megabytes: 10 }), transport: 'claude-code' },
};

/** The most memory that the runner's own process ever holds with many agents at work; what agents hold is theirs. */
export function benchManyAgents(): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const repository = join(folder, 'repository');
    await makeRepository(repository, FILES);
    const host = await startBenchHost(folder, repository, AGENTS, { providers: PROVIDERS });
    try {
      const line = (name: string, value: number): Figure => ({
        bench: BENCH,
        name,
        unit: 'MB',
        spread: spreadOf([value]),
      });
      return [
        line('memory of the runner with one', await peakWith(host, 'usual', 1)),
        { ...line('at its peak, 1 MB from each', await peakWith(host, 'usual', AGENTS)), limit: MOST_MEMORY },
        line('at its peak, 10 MB from each at once', await peakWith(host, 'loud', AGENTS)),
      ];
    } finally {
      await host.close();
    }
  });
}

/** The runner's peak so far, once these have been at work all together. */
async function peakWith(host: BenchHost, provider: keyof typeof PROVIDERS, agents: number): Promise<number> {
  const settings = [`agent: ${provider}`, 'allow-no-change: true'];
  const attempts = await host.runPlan(`${provider}-${agents}`, commandPlan(agents, 'task', settings));
  const firstEnd = Math.min(...attempts.map(({ endedAt }) => endedAt));
  const atOnce = attempts.filter(({ startedAt }) => startedAt < firstEnd).length;
  if (atOnce < agents) throw new Error(`Only ${atOnce} of ${agents} agents worked at once.`);
  return peakMemoryMb(host.runnerPid());
}
