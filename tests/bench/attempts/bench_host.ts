import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { answerOf } from '../../../src/cli/client/answer_of.ts';
import { eventStream } from '../../../src/cli/client/event_stream.ts';
import { readAttemptLog } from '../../../src/cli/client/read_attempt_log.ts';
import { type Host, openHost } from '../../../src/cli/local_run/host.ts';
import { findRepository } from '../../../src/local/find_repository.ts';
import { CreateRunResponse, RunResponse, TaskResponse } from '../../../src/protocol/operator.ts';
import type { AttemptView } from '../../../src/protocol/views.ts';
import { childrenOf } from '../agents/process_usage.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const ENDED = new Set(['succeeded', 'failed', 'quarantined', 'canceled']);

/** A service that listens on loopback, and a runner process that works for it: what `plan run` starts. */
export type BenchHost = {
  /** Runs a plan to its end and gives the only attempt of each task, with the output of each. */
  readonly runPlan: (name: string, markdown: string) => Promise<readonly FinishedAttempt[]>;
  /** The runner's process. */
  readonly runnerPid: () => number;
  readonly close: () => Promise<void>;
};

export type FinishedAttempt = {
  /** Epoch milliseconds by the service's clock. */
  readonly leasedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly output: string;
};

/** What a bench's runner offers, by name. */
export type BenchProviders = Readonly<
  Record<string, { readonly command: readonly string[]; readonly transport: string; readonly env?: readonly string[] }>
>;

/**
 * Starts both for a repository, with everything they keep in `folder`.
 *
 * @param agents what the runner offers, and the variables that those agents get
 */
export async function startBenchHost(
  folder: string,
  repository: string,
  slots: number,
  agents: {
    readonly providers: BenchProviders;
    readonly environment?: Readonly<Record<string, string>>;
  } = { providers: {} },
): Promise<BenchHost> {
  const runnerFile = join(folder, 'runner.yml');
  await mkdir(join(folder, 'home'), { recursive: true });
  await writeFile(runnerFile, stringify({ providers: agents.providers }));
  const variables = {
    ...agents.environment,
    PATH: process.env.PATH,
    HOME: join(folder, 'home'),
    PLANWRIGHT_WORK_DIR: join(folder, 'work'),
    PLANWRIGHT_RUNNER_CONFIG: runnerFile,
  };
  const { stdin, stdout, stderr } = process;
  const before = childrenOf(process.pid);
  const knobs = { leaseMs: 60_000, tickIntervalMs: 500, cancelGraceMs: 1_000 };
  const found = await findRepository(repository);
  const host = await openHost({
    context: { variables, cwd: repository, stdin, stdout, stderr, mainFile: MAIN, version: 'bench', exitCode: 0 },
    repository: found,
    knobs,
    slots,
    onNote: () => {},
  });
  return {
    runPlan: (name, markdown) => runPlan(host, { name, markdown, repository: found.path }),
    runnerPid: () => {
      const runner = childrenOf(process.pid).find((pid) => !before.includes(pid));
      if (runner === undefined) throw new Error('The runner of the bench is not there.');
      return runner;
    },
    close: () => host.close(),
  };
}

async function runPlan(
  { client, runner }: Host,
  plan: { readonly name: string; readonly markdown: string; readonly repository: string },
): Promise<readonly FinishedAttempt[]> {
  const { name, markdown } = plan;
  const repository = { name: 'bench', cloneUrl: plan.repository };
  const json = { name, markdown, repository, owner: 'bench', again: true };
  const { run } = await answerOf(CreateRunResponse, client.api.v1.runs.$post({ json }));
  const param = { run: run.id };
  await Promise.race([runner?.failed, untilRunEnds(client, run.id)]);
  const { tasks, run: ended } = await answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param }));
  if (ended.state !== 'succeeded') throw new Error(`The run of the bench ${ended.state}: ${ended.reason?.message}`);
  return Promise.all(
    tasks.map(async ({ key }) => {
      const task = { ...param, task: key };
      const { attempts } = await answerOf(
        TaskResponse,
        client.api.v1.runs[':run'].tasks[':task'].$get({ param: task }),
      );
      const [attempt] = attempts;
      if (attempt === undefined || attempts.length > 1) throw new Error(`${key} took ${attempts.length} attempts.`);
      return finished(client, attempt);
    }),
  );
}

/** Waits by the stream of events: asking again and again would disturb what is measured. */
async function untilRunEnds(client: Host['client'], run: string): Promise<void> {
  const stopping = new AbortController();
  for await (const { kind, data } of eventStream(client, run, 0, stopping.signal)) {
    if (kind === 'run_moved' && ENDED.has(String(data.to))) break;
  }
  stopping.abort();
}

async function finished(client: Host['client'], attempt: AttemptView): Promise<FinishedAttempt> {
  const { leasedAt, startedAt, endedAt } = attempt;
  if (startedAt === null || endedAt === null) throw new Error('An attempt of a finished run has not ended.');
  const pieces: Buffer[] = [];
  for await (const piece of readAttemptLog(client, attempt.id, false)) pieces.push(piece);
  return { leasedAt, startedAt, endedAt, output: Buffer.concat(pieces).toString('utf8') };
}
