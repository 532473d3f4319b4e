import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program to run to its end. */
export type Launch = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it reads; undefined: nothing. */
  readonly input?: string | Buffer;
};

/** How it ended, and what it printed; null: by a signal. */
export type Launched = { readonly exitCode: number | null; readonly stdout: Buffer; readonly stderr: Buffer };

type Answer = { readonly id: number; readonly launched?: Launched; readonly error?: string };
type Waiting = { readonly resolve: (launched: Launched) => void; readonly reject: (error: Error) => void };

const MAIN = fileURLToPath(new URL('launcher_process.ts', import.meta.url));

const waiting = new Map<number, Waiting>();
let launcher: ChildProcess | undefined;
let launches = 0;

/**
 * Runs a program as a child of a small process, which is started at the first call and ends with this one.
 *
 * Starting one copies the memory map of who starts it: with 400 MB, as a process that runs tests soon has, that takes 20 ms
 * of processor time where it takes 3 ms from a small one, and tests start git by the ten thousand.
 */
export function launch(what: Launch): Promise<Launched> {
  launcher ??= startLauncher();
  const to = launcher;
  launches += 1;
  const id = launches;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    to.channel?.ref();
    to.send({ id, launch: what }, (error) => {
      if (error !== null) settle({ id, error: String(error) }, to);
    });
  });
}

function startLauncher(): ChildProcess {
  const child = fork(MAIN, [], {
    cwd: '/',
    env: { PATH: process.env.PATH },
    // Not those of a process that runs tests, nor a program's that counts coverage.
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (answer: Answer) => settle(answer, child));
  child.once('exit', () => {
    launcher = undefined;
    for (const id of waiting.keys()) settle({ id, error: 'The process that launches others has ended.' }, child);
  });
  child.unref();
  child.channel?.unref();
  return child;
}

/** Answers who waits. The process may end while nobody does. */
function settle({ id, launched, error }: Answer, from: ChildProcess): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (waiting.size === 0) from.channel?.unref();
  if (launched !== undefined) asked?.resolve(launched);
  else asked?.reject(new Error(error));
}
