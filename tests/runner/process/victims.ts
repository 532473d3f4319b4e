import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const PROGRAMS = fileURLToPath(new URL('../../fixtures/programs', import.meta.url));

/** The processes of `victims.sh`, watched through a named pipe that all of them hold. */
export type Victims = {
  /** The pipe's name in the folder. */
  readonly pipe: string;
  /** Resolves when as many kinds are set up. */
  ready(kinds: number): Promise<void>;
  /** Resolves when the last process that holds the pipe is dead. */
  readonly allDead: Promise<void>;
};

/** Makes the pipe in `folder` and waits at its other end. */
export function watchVictims(folder: string): Victims {
  const pipe = 'victims';
  execFileSync('mkfifo', [join(folder, pipe)]);
  const reader = spawn('cat', [join(folder, pipe)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: reader.stdout });
  const seen: string[] = [];
  lines.on('line', (line) => seen.push(line));
  return {
    pipe,
    async ready(kinds) {
      while (seen.length < kinds) await once(lines, 'line');
    },
    allDead: once(reader, 'exit').then(() => undefined),
  };
}
