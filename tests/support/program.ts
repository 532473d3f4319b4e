import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from './compile_cache.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** How a process ended and what it printed. */
export type Ending = {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** The shipped program, running. */
export type Program = {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** What it has printed on both streams so far, in the order it came in. */
  readonly printed: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
};

/**
 * Starts `planwright …` with this environment, and nothing else of ours that it would look at.
 *
 * @param user whom it is started as; only root may say so
 */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  user?: { readonly id: number },
): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...(user === undefined ? COMPILE_CACHE : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : { uid: user.id, gid: user.id }),
  });
  if (child.pid === undefined) throw new Error('planwright could not be started.');
  const { pid } = child;
  let printed = '';
  const collect = (text: string) => {
    printed += text;
  };
  return {
    pid,
    ended: endingOf(child, collect),
    printed: () => printed,
    signal: (signal) => void child.kill(signal),
  };
}

async function endingOf(child: ChildProcess, collect: (text: string) => void): Promise<Ending> {
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
      text[stream] += piece;
      collect(piece);
    });
  }
  // `exit`, not `close`: a child of a killed program may keep the pipes open, and that must not hide the end.
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  await Promise.race([once(child, 'close'), new Promise((resolve) => setTimeout(resolve, 500))]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { exitCode, signal, ...text };
}
