import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchClaudeCode } from '../../../runner/agents/claude_code/launch.ts';
import { toolProgram } from '../../../runner/tools/install_tool.ts';
import { type BenchHost, type FinishedAttempt, startBenchHost } from '../attempts/bench_host.ts';
import type { Figure } from '../figure.ts';
import { makeRepository } from '../git.ts';
import { commandPlan } from '../plan/long_plan.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';
import { type AgentCost, bareAgent } from './bare_agent.ts';
import { claudeToBench } from './claude_to_bench.ts';
import { processorMs } from './process_usage.ts';
import { standIn } from './stand_in.ts';

const FILES = 200;
const ATTEMPTS_A_ROUND = 4;
/** As short as the work of an agent ever is: one answer of its model. */
const THINKING_MS = 1_500;
const LONGEST_OVERHEAD = { kind: 'at_most', value: 150 } as const;
const HIGHEST_RATIO = { kind: 'at_most', value: 1.1 } as const;

/** An agent, as the runner and the bare start have it. */
export type BenchAgent = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its work takes as long as work does, so that a ratio says something. */
  readonly isRealistic: boolean;
  readonly stop: () => Promise<void>;
};

/** What an attempt costs over its agent's program alone, from the lease to the accepted report: time, and time of the processors. */
export async function benchAgentOverhead(rounds: number): Promise<Figure[]> {
  const stub: BenchAgent = {
    name: 'stand-in that thinks for 1.5 s',
    command: standIn({ thinkingMs: THINKING_MS, megabytes: 0 }),
    environment: {},
    isRealistic: true,
    stop: async () => {},
  };
  const claude = await claudeToBench();
  const figures: Figure[] = [];
  for (const agent of claude === undefined ? [stub] : [stub, claude]) {
    try {
      figures.push(...(await benchAgent(agent, rounds)));
    } finally {
      await agent.stop();
    }
  }
  return figures;
}

function benchAgent(agent: BenchAgent, rounds: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const repository = join(folder, 'repository');
    await makeRepository(repository, FILES);
    const { command, environment } = agent;
    const providers = { fake: { command, transport: 'claude-code', env: Object.keys(environment) } };
    const host = await startBenchHost(folder, repository, 1, { providers, environment });
    const real: AgentCost[] = [];
    const bare: AgentCost[] = [];
    try {
      for (let round = 0; round <= rounds; round += 1) {
        const attempts = await throughRunner(host);
        const alone = await withoutRunner(agent, folder);
        // The first round warms up and makes the runner's mirror.
        if (round === 0) continue;
        real.push(attempts);
        bare.push(alone);
      }
    } finally {
      await host.close();
    }
    return figuresOf(agent, real, bare);
  });
}

/**
 * The mean of a round's attempts: processor time is told in steps that are too coarse for one. It is that of the runner and of
 * the git that it runs; what runs in a sandbox, as the agent itself, bwrap does not pass on to its parent.
 */
async function throughRunner(host: BenchHost): Promise<AgentCost> {
  const markdown = commandPlan(ATTEMPTS_A_ROUND, 'task', ['agent: fake', 'allow-no-change: true']);
  const before = processorMs(host.runnerPid());
  const attempts = await host.runPlan('agents', markdown);
  const cpuMs = (processorMs(host.runnerPid()) - before) / ATTEMPTS_A_ROUND;
  return { wallMs: meanOf(attempts.map(tookMs)), cpuMs };
}

async function withoutRunner({ command, environment }: BenchAgent, folder: string): Promise<AgentCost> {
  const home = join(folder, 'bare-home');
  await mkdir(home, { recursive: true });
  const costs: AgentCost[] = [];
  for (let each = 0; each < ATTEMPTS_A_ROUND; each += 1) {
    const launch = launchClaudeCode({
      command,
      prompt: 'Go',
      model: null,
      workingDirectory: folder,
      session: null,
      newSessionId: randomUUID(),
      tools: toolsOfATask(),
    });
    const variables = { PATH: process.env.PATH, HOME: home, ...environment, ...launch.environment };
    costs.push(await bareAgent(launch.argv, folder, variables));
  }
  return { wallMs: meanOf(costs.map(({ wallMs }) => wallMs)), cpuMs: meanOf(costs.map(({ cpuMs }) => cpuMs)) };
}

/** The bare agent waits for the same tool server: what a CLI takes to start one and to read its tools is no time of the runner. */
function toolsOfATask() {
  const { node, program } = toolProgram();
  return { name: 'planwright', command: [node, program, 'mcp'] as const, environment: {}, callTimeoutMs: 60_000 };
}

function tookMs({ leasedAt, endedAt }: FinishedAttempt): number {
  return endedAt - leasedAt;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figuresOf(
  { name, isRealistic }: BenchAgent,
  real: readonly AgentCost[],
  bare: readonly AgentCost[],
): Figure[] {
  const bench = `attempt of an agent, ${name}`;
  const [ours, its] = [real, bare].map((costs) => costs.map(({ wallMs }) => wallMs)) as [number[], number[]];
  const onTop = spreadOf(ours.map((value, index) => value - (its[index] ?? 0)));
  const line = (what: string, of: readonly number[]): Figure => ({
    bench,
    name: what,
    unit: 'ms',
    spread: spreadOf(of),
  });
  return [
    line('bare', its),
    { bench, name: 'on top of it', unit: 'ms', spread: onTop, limit: LONGEST_OVERHEAD },
    {
      bench,
      name: 'lease to report / bare',
      unit: 'times',
      spread: ratioOf(ours, its),
      ...(isRealistic ? { limit: HIGHEST_RATIO } : {}),
    },
    line(
      'processor time, bare',
      bare.map(({ cpuMs }) => cpuMs),
    ),
    {
      ...line(
        'processor time of the runner',
        real.map(({ cpuMs }) => cpuMs),
      ),
      limit: LONGEST_OVERHEAD,
    },
  ];
}
