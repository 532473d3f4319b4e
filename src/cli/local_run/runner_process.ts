import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CliError } from '../cli_error.ts';
import { EXIT, type ExitCode } from '../exit_code.ts';

/** How the runner of local plans is started. */
export type RunnerProcessOptions = {
  readonly mainFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The database whose runs it serves: its lasting name, since the address changes with every start. */
  readonly database: string;
  readonly slots: number | undefined;
  /** What the runner logs is appended here. */
  readonly logFile: string;
  /** Called with what the runner says of its sandbox, and when it is started anew. */
  readonly onNote: (note: RunnerNote) => void;
};

/** Something about the runner that people should know. */
export type RunnerNote =
  | { readonly kind: 'sandbox'; readonly text: string }
  | { readonly kind: 'restarted'; readonly text: string };

/** A runner process that is started anew when it dies. */
export type RunnerProcess = {
  /** Rejects when the runner cannot work or died too often. */
  readonly failed: Promise<never>;
  /** Asks it to end and waits; what its attempts did is kept. Bounded by the runner itself. */
  readonly stop: () => Promise<void>;
  /** Ends it at once; its guard ends what it had started. */
  readonly kill: () => void;
};

const RESTARTS = 5;
const FIRST_DELAY_MS = 250;
/** A runner that lived so long had recovered from whatever ended the one before. */
const STEADY_MS = 60_000;
/** Over the runner's own bound for a graceful end. */
const STOP_LIMIT_MS = 30_000;

/** Starts a runner process and keeps one running until it is stopped. */
export function startRunnerProcess(options: RunnerProcessOptions): RunnerProcess {
  let child: ChildProcess | undefined;
  let stopping = false;
  let gone: Promise<void> = Promise.resolve();
  let restart: NodeJS.Timeout | undefined;
  const failure = Promise.withResolvers<never>();
  // Whoever stops early never looks at it.
  failure.promise.catch(() => undefined);

  const start = (deaths: number) => {
    const startedAt = Date.now();
    const { process: started, lastWords } = spawnRunner(options);
    child = started;
    gone = new Promise((resolve) => {
      started.once('close', (code, signal) => {
        resolve();
        if (stopping) return;
        const count = Date.now() - startedAt > STEADY_MS ? 1 : deaths + 1;
        const how = signal ?? `exit code ${code}`;
        const lasting = code === EXIT.wrongUsage || code === EXIT.refused;
        if (lasting || count > RESTARTS) {
          failure.reject(runnerFailed(lasting ? code : EXIT.workFailed, how, lastWords(), options.logFile));
          return;
        }
        options.onNote({ kind: 'restarted', text: `The runner ended by itself (${how}) and is started again.` });
        restart = setTimeout(() => start(count), FIRST_DELAY_MS * 2 ** (count - 1));
      });
    });
  };
  start(0);

  return {
    failed: failure.promise,
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      child?.kill('SIGTERM');
      const limit = setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT_MS);
      await gone;
      clearTimeout(limit);
    },
    kill: () => {
      stopping = true;
      clearTimeout(restart);
      child?.kill('SIGKILL');
    },
  };
}

function spawnRunner(options: RunnerProcessOptions): { process: ChildProcess; lastWords: () => string } {
  const slots = options.slots === undefined ? [] : ['--slots', String(options.slots)];
  const child = spawn(process.execPath, [options.mainFile, 'runner', '--local', options.database, ...slots], {
    env: options.environment,
    // The other end of its standard input is ours: it ends when we do, however we end.
    stdio: ['pipe', 'ignore', 'pipe'],
    // A session of its own: Ctrl-C in the terminal reaches us alone, and we tell the runner.
    detached: true,
  });
  child.stdin?.on('error', () => undefined);
  let words = '';
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      appendFileSync(options.logFile, `${line}\n`);
      const record = parseLog(line);
      if (record === undefined) words = line.replace(/^planwright: /, '');
      else if (typeof record.sandbox === 'string') options.onNote({ kind: 'sandbox', text: record.sandbox });
    });
  }
  child.on('error', (error) => {
    words = error.message;
  });
  return { process: child, lastWords: () => words };
}

function parseLog(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function runnerFailed(exitCode: ExitCode, how: string, lastWords: string, logFile: string): CliError {
  const why = lastWords === '' ? `It ended with ${how}; ${logFile} says more.` : lastWords;
  return new CliError('runner_failed', exitCode, `The runner cannot work. ${why}`);
}
