import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import { jsonLogger } from '../../../runner/logger.ts';
import { nodeDependencies } from '../../../runner/node_dependencies.ts';
import { Cancellation } from '../../../runner/process/cancellation.ts';
import { type Clock, systemClock } from '../../../runner/process/clock.ts';
import { runRunner } from '../../../runner/run_runner.ts';
import type { RunnerStart } from '../../../runner/start_runner.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { FakeService, type FakeServiceTiming } from '../../support/fake_service.ts';
import { git, makeRepository, makeScratchFolder, type ScratchFolder } from '../../support/git_repository.ts';

/** A repository, a service and what runners need, all of their own. */
export type Stage = {
  readonly scratch: ScratchFolder;
  readonly service: FakeService;
  readonly repository: string;
  readonly base: string;
  readonly workDir: string;
  readonly runnerFile: string;
  readonly close: () => Promise<void>;
};

/** A runner in this process, or in one of its own. */
export type StartedRunner = {
  readonly end: Cancellation;
  readonly exitCode: Promise<number>;
  readonly output: () => string;
};

export async function setStage(timing?: FakeServiceTiming): Promise<Stage> {
  const scratch = await makeScratchFolder();
  const repository = join(scratch.path, 'repository');
  const base = await makeRepository(repository, { 'README.md': 'start\n', 'src/a.txt': 'a\n' });
  const runnerFile = join(scratch.path, 'runner.yml');
  await writeFile(join(scratch.path, 'agent.sh'), AGENT);
  await writeFile(join(scratch.path, 'counter.sh'), COUNTER);
  await writeFile(join(scratch.path, 'still.sh'), STILL_AGENT);
  await writeFile(join(scratch.path, 'asker.sh'), ASKER);
  await writeFile(join(scratch.path, 'limited.sh'), LIMITED);
  await writeFile(join(scratch.path, 'lingering.sh'), LINGERING);
  await writeFile(
    runnerFile,
    `providers:
  script: { command: [sh, agent.sh], transport: text, env: [SCRIPT_KEY] }
  counter: { command: [sh, counter.sh], transport: claude-code }
  missing: { command: [no-such-agent], transport: text }
  still: { command: [sh, still.sh], transport: claude-code }
  asker: { command: [sh, asker.sh], transport: claude-code }
  limited: { command: [sh, limited.sh], transport: claude-code }
  lingering: { command: [sh, lingering.sh], transport: claude-code }
sandbox: auto
slots: 2
`,
  );
  const service = await FakeService.start(timing);
  return {
    scratch,
    service,
    repository,
    base,
    workDir: join(scratch.path, 'work'),
    runnerFile,
    close: async () => {
      await service.close();
      await scratch.remove();
    },
  };
}

/** An agent that carries out its prompt as a shell script, which is all that a test needs of one. */
const AGENT = 'exec sh -c "$(sed 1,2d)"\n';

/** An agent that does something and then, in the words of its transport, nothing more. */
const STILL_AGENT = 'echo half > half; exec tail -f /dev/null\n';

/**
 * Speaks as Claude Code does, and uses 1000 tokens with each of the answers that its prompt asks for, `answers: 3`. Without
 * that it answers for ever. Only in the end does it say what it costs, also where it is asked to end.
 */
const COUNTER = `
read -r prompt
answers=$(printf %s "$prompt" | sed -n 's/.*answers: \\([0-9]*\\).*/\\1/p')
echo '{"type":"system","subtype":"init","session_id":"s-1","model":"claude-sonnet-5-5"}'
at=0
end() {
  echo '{"type":"result","subtype":"success","is_error":false,"result":"done","total_cost_usd":0.0123,"usage":{"input_tokens":'$((900 * at))',"output_tokens":'$((100 * at))'}}'
  exit 0
}
trap end TERM
while [ "$at" != "$answers" ]; do
  at=$((at + 1))
  echo "$at" > counted.txt
  echo '{"type":"assistant","message":{"id":"m'$at'","content":[{"type":"text","text":"done"}],"usage":{"input_tokens":900,"output_tokens":100}}}'
  [ -n "$answers" ] || [ "$at" -lt 20 ] || { tail -f /dev/null & wait; }
done
end
`;

/**
 * Speaks as Claude Code does: asks by its own tool, two things where its prompt says so, keeps what comes back, and then is
 * done, or stands still likewise. What it is sent in place of an answer ends it.
 */
const ASKER = `
read -r prompt
echo '{"type":"system","subtype":"init","session_id":"s-1"}'
echo half > half.txt
case $prompt in *'two things'*) more=',{"question":"Since when?"}'; esac
input='{"questions":[{"question":"Keep legacy_id?","options":[{"label":"keep"},{"label":"drop"}]}'$more']}'
echo '{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","name":"AskUserQuestion","input":'$input'}]}}'
echo '{"type":"control_request","request_id":"r-1","request":{"subtype":"can_use_tool","tool_name":"AskUserQuestion","input":'$input'}}'
read -r reply
echo "$reply" > reply.json
case $reply in *interrupt*)
  echo '{"type":"result","subtype":"error_during_execution","is_error":true}'
  exit 1
esac
echo '{"type":"user","message":{"content":[{"type":"tool_result","content":"answered"}]}}'
case $prompt in *'stand still'*) exec tail -f /dev/null; esac
echo '{"type":"result","subtype":"success","is_error":false,"result":"done"}'
`;

/** Speaks as Claude Code does whose limit is reached, and tells what its prompt says of it: `told: rejected 1800000000`. */
const LIMITED = `
read -r prompt
echo '{"type":"system","subtype":"init","session_id":"s-1"}'
told=$(printf %s "$prompt" | sed -n 's/.*told: \\([a-z]*\\) \\([0-9]*\\).*/{"status":"\\1","resetsAt":\\2}/p')
echo '{"type":"rate_limit_event","rate_limit_info":'"$told"'}'
echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"The limit is reached."}'
exit 1
`;

/** Speaks as Claude Code does that is done, and does not end with its input. */
const LINGERING = `
read -r prompt
echo '{"type":"system","subtype":"init","session_id":"s-1"}'
echo '{"type":"result","subtype":"success","is_error":false,"result":"done"}'
exec tail -f /dev/null
`;

/** What a test changes of a request. */
export type RequestChanges = Partial<Omit<ExecutionRequest, 'limits' | 'startingPoint'>> & {
  readonly limits?: Partial<ExecutionRequest['limits']>;
  readonly startingPoint?: Partial<ExecutionRequest['startingPoint']>;
  /** Makes it an agent's task with this script. */
  readonly script?: string;
  /** Makes it a `run:` task of one shell line. */
  readonly shell?: string;
};

let counter = 0;

/** A request for an attempt that the runner can carry out as it is. */
export function requestOn(stage: Stage, changes: RequestChanges): ExecutionRequest {
  const { limits, startingPoint, script, shell, ...rest } = changes;
  counter += 1;
  return {
    protocol: 1,
    attempt: randomUUID(),
    run: randomUUID(),
    task: { id: randomUUID(), key: 'parser', title: 'Parse dates' },
    number: 1,
    issue: 'dates',
    repository: { id: REPOSITORY_ID, cloneUrl: stage.repository },
    attemptRef: `refs/planwright/attempts/run${counter}/parser/1`,
    work:
      script === undefined
        ? { kind: 'command', run: [['sh', '-c', shell ?? 'true']] }
        : {
            kind: 'agent',
            agent: 'script',
            provider: 'script',
            model: null,
            role: 'coder',
            prompt: [{ title: 'Task', text: script }],
          },
    setup: [],
    verify: [],
    verifyByPath: [],
    protected: {
      paths: ['.github/**', '**/.mcp.json', '**/.claude/**'],
      agentConfiguration: ['**/.mcp.json', '**/.claude/**'],
    },
    verifyIn: 'worktree',
    inputs: [],
    answers: [],
    planText: 'parser: Parse dates',
    requiredOutputs: [],
    allowNoChange: false,
    readOnly: false,
    commitMessage: 'feat(parser): parse dates',
    routing: 'the only one',
    ...rest,
    startingPoint: { ref: 'refs/heads/main', mustContain: [stage.base], ...startingPoint },
    limits: {
      timeoutMs: 60_000,
      stepTimeoutMs: 30_000,
      idleMs: 60_000,
      askWaitMs: 1_000,
      cancelGraceMs: 2_000,
      logHeadBytes: 100_000,
      logTailBytes: 100_000,
      ...limits,
    },
  };
}

const REPOSITORY_ID = randomUUID();

function startOf(stage: Stage, changes: Partial<RunnerStart>): RunnerStart {
  return {
    url: stage.service.url,
    token: stage.service.token,
    workDir: stage.workDir,
    runnerFile: { file: stage.runnerFile, named: true },
    mode: 'local',
    once: false,
    shutdownLimitMs: 8_000,
    ...changes,
  };
}

/** A runner inside this process; `variables` change its environment, `epochMs` is its clock of the day, and by `clock` it waits. */
export function runHere(
  stage: Stage,
  changes: Partial<RunnerStart> = {},
  variables: Readonly<Record<string, string>> = {},
  epochMs: () => number = Date.now,
  clock: Clock = systemClock,
): StartedRunner {
  const end = new Cancellation();
  let output = '';
  const logger = jsonLogger(
    (line) => {
      output += line;
    },
    () => 0,
  );
  const own = { SCRIPT_KEY: 'key-of-the-agent', RUNNER_TOKEN: stage.service.token };
  const environment = { ...process.env, ...own, ...variables };
  const { runnerFile, mode, ...start } = startOf(stage, changes);
  const run = async () => {
    const config = await loadRunnerConfig(runnerFile, mode, process.env.PATH ?? '');
    const options = { ...start, config, ownFiles: [runnerFile.file] };
    return await runRunner(options, { ...(await nodeDependencies(options, environment, logger, end)), epochMs, clock });
  };
  return { end, exitCode: run(), output: () => output };
}

/** Ends a runner and waits for it. */
export async function endRunner(runner: StartedRunner): Promise<number> {
  runner.end.graceful('SIGTERM');
  return await runner.exitCode;
}

/** A runner in a process of its own, which can be killed; `variables` change its environment. */
export function runInProcess(
  stage: Stage,
  variables: Readonly<Record<string, string>> = {},
): {
  pid: number;
  exited: Promise<void>;
  kill: () => void;
  output: () => string;
} {
  const program = fileURLToPath(new URL('./runner_process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(startOf(stage, {}))], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...variables },
  });
  let output = '';
  const keep = (bytes: Buffer): void => {
    output += bytes.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return { pid: child.pid ?? -1, exited, kill: () => void child.kill('SIGKILL'), output: () => output };
}

/** The commit behind a ref of the stage's repository; undefined where there is no such ref. */
export async function commitAt(stage: Stage, ref: string): Promise<string | undefined> {
  return await git(stage.repository, 'rev-parse', '--verify', '--quiet', ref).catch(() => undefined);
}

/** Resolves when the stage's repository has this new ref. Nobody tells of a push, and a watch of folders misses those that are new. */
export async function untilPushed(stage: Stage, ref: string): Promise<void> {
  await expect.poll(() => commitAt(stage, ref), { timeout: 30_000, interval: 20 }).toBeDefined();
}

/** Everything that attempts left in the work folder: attempt folders, sockets, worktree registrations. */
export async function leftovers(stage: Stage): Promise<string[]> {
  const found: string[] = [];
  const runners = await namesIn(join(stage.workDir, 'runners'));
  for (const runner of runners) {
    for (const name of await namesIn(join(stage.workDir, 'runners', runner, 'attempts'))) found.push(`attempt ${name}`);
  }
  for (const name of await namesIn(join(stage.workDir, 'sockets'))) found.push(`socket ${name}`);
  for (const mirror of (await namesIn(join(stage.workDir, 'mirrors'))).filter((name) => name.endsWith('.git'))) {
    for (const name of await namesIn(join(stage.workDir, 'mirrors', mirror, 'worktrees')))
      found.push(`worktree ${name}`);
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
