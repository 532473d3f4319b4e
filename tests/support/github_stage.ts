import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Client, createClient } from '../../src/http/client.ts';
import { freePort } from './free_port.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './github/start_github.ts';
import { type Program, startProgram } from './program.ts';
import { until } from './until.ts';

const OPERATOR_TOKEN = 'token-of-an-operator';
const RUNNER_TOKEN = 'token-of-a-runner';
const TICK_SECRET = 'secret-of-the-ticks';
const READY_WITHIN_MS = 30_000;

/** Leases outlast every pause of a busy machine; the rest is quick, so that what depends on time happens while a test looks. */
const KNOBS = {
  LEASE_MS: '20000',
  TICK_INTERVAL_MS: '100',
  CANCEL_GRACE_MS: '1000',
  GITHUB_WRITE_SPACING_MS: '0',
  DELIVERY_SWEEP_MS: '600000',
} as const;

/** A provider as the runner's file has it. */
export type StageProvider = {
  readonly command: readonly string[];
  readonly transport: string;
  readonly env?: readonly string[];
};

export type GitHubStageOptions = {
  /** Names of providers → what they are; a command alone speaks `text`. */
  readonly agents: Readonly<Record<string, readonly string[] | StageProvider>>;
  /** Accounts whose installations count. */
  readonly owners: readonly string[];
  readonly github?: GitHubOptions;
  readonly slots?: number;
  /** Of the service. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Further variables of the runner. */
  readonly runnerEnvironment?: Readonly<Record<string, string>>;
  /** What the runner is started as: a number of an ordinary user, where the tests run as root. Default: who runs the tests. */
  readonly runnerUser?: number;
  /** Default: `auto`. */
  readonly sandbox?: 'auto' | 'required';
  /** Default: a file in the stage's folder. */
  readonly databaseUrl?: string;
};

/** A service that listens. */
export type StageService = {
  readonly address: string;
  readonly client: Client;
  readonly program: Program;
};

/** A GitHub, and the shipped program as service and runner, with everything they keep in one temporary folder. */
export type GitHubStage = {
  readonly github: GitHub;
  readonly folder: string;
  /** What the runner keeps, and its HOME. */
  readonly workDir: string;
  readonly home: string;
  readonly databaseUrl: string;
  readonly operatorToken: string;
  readonly runnerToken: string;
  readonly tickSecret: string;
  /** What a process of the service is started with, but for its port. */
  readonly serviceEnvironment: Readonly<Record<string, string>>;
  /** Starts a service and resolves when it answers. Webhooks go nowhere by themselves: see `sendWebhooksTo`. */
  readonly serve: (environment?: Readonly<Record<string, string>>) => Promise<StageService>;
  /** Starts a runner for the service at this address. */
  readonly startRunner: (address: string) => Program;
  /** Ends every process, and removes the folder. */
  readonly remove: () => Promise<void>;
};

/** Makes a stage on which nothing runs yet but GitHub. */
export async function githubStage(options: GitHubStageOptions): Promise<GitHubStage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'planwright-stage-')));
  const workDir = join(folder, 'work');
  const home = join(folder, 'home');
  for (const each of [workDir, home]) mkdirSync(each);
  const runnerFile = join(folder, 'runner.yml');
  writeFileSync(runnerFile, runnerSettings(options));
  const github = await startGitHub({ mergeability: 'lazy', ...options.github });
  const databaseUrl = options.databaseUrl ?? `file:${join(folder, 'planwright.db')}`;
  const common = { PATH: process.env.PATH ?? '', HOME: home, NO_COLOR: '1', LOG_LEVEL: 'debug' };
  const serviceEnvironment = {
    ...common,
    ...KNOBS,
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: github.webhookSecret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    ALLOWED_OWNERS: options.owners.join(','),
    DATABASE_URL: databaseUrl,
    RUNNER_TOKEN,
    OPERATOR_TOKEN,
    TICK_SECRET,
    ...options.environment,
  };
  const programs: Program[] = [];
  if (options.runnerUser !== undefined) giveTo(options.runnerUser, folder, [workDir, home]);
  const start = (
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    user?: { readonly id: number },
  ): Program => {
    const program = startProgram(args, environment, folder, user);
    programs.push(program);
    return program;
  };
  return {
    github,
    folder,
    workDir,
    home,
    databaseUrl,
    operatorToken: OPERATOR_TOKEN,
    runnerToken: RUNNER_TOKEN,
    tickSecret: TICK_SECRET,
    serviceEnvironment,
    serve: async (environment = {}) => {
      const port = await freePort();
      const address = `http://127.0.0.1:${port}`;
      const program = start(['serve'], { ...serviceEnvironment, ...environment, PORT: String(port) });
      await until('answer of the service', () => answers(address), READY_WITHIN_MS).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${program.printed()}`);
      });
      return { address, program, client: createClient(address, OPERATOR_TOKEN) };
    },
    startRunner: (address) =>
      start(
        ['runner'],
        {
          ...common,
          ...options.runnerEnvironment,
          PLANWRIGHT_WORK_DIR: workDir,
          PLANWRIGHT_RUNNER_CONFIG: runnerFile,
          PLANWRIGHT_URL: address,
          RUNNER_TOKEN,
        },
        options.runnerUser === undefined ? undefined : { id: options.runnerUser },
      ),
    remove: async () => {
      for (const program of programs) program.signal('SIGTERM');
      await Promise.all(programs.map(endSoon));
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runnerSettings({ agents, owners, slots = 4, sandbox = 'auto' }: GitHubStageOptions): string {
  const providers = Object.entries(agents).map(([name, agent]) => [
    name,
    'transport' in agent ? agent : { command: agent, transport: 'text' },
  ]);
  const repositories = owners.map((owner) => `${owner}/*`);
  return stringify({ providers: Object.fromEntries(providers), repositories, sandbox, slots });
}

/** Lets another user through the folder, and has some folders belong to him. */
function giveTo(user: number, folder: string, owned: readonly string[]): void {
  chmodSync(folder, 0o711);
  for (const each of owned) chownSync(each, user, user);
}

/** Gives it a while to end by itself: a runner ends its agents, and coverage is written at the end. */
async function endSoon(program: Program): Promise<void> {
  const timer = setTimeout(() => program.signal('SIGKILL'), 10_000);
  await program.ended;
  clearTimeout(timer);
}

async function answers(address: string): Promise<true | undefined> {
  return await fetch(`${address}/readyz`).then(
    (response) => (response.ok ? true : undefined),
    () => undefined,
  );
}
