import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { COMPILE_CACHE } from '../support/compile_cache.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A folder of its own for everything that the program keeps outside of the repository. */
export type Home = {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly write: (file: string, text: string) => string;
  readonly remove: () => void;
};

export function home(runnerFile = 'sandbox: off\n'): Home {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-home-'));
  const write = (file: string, text: string) => {
    const path = join(folder, file);
    writeFileSync(path, text);
    return path;
  };
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    PLANWRIGHT_WORK_DIR: join(folder, 'work'),
    PLANWRIGHT_RUNNER_CONFIG: write('runner.yml', runnerFile),
    TICK_INTERVAL_MS: '100',
    CANCEL_GRACE_MS: '300',
  };
  return { folder, variables, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

type Options = {
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** Starts the real program. */
export function start(args: readonly string[], { cwd, variables, input = '' }: Options) {
  const env = { ...COMPILE_CACHE, ...variables };
  return execa(process.execPath, [MAIN, ...args], { cwd, env, extendEnv: false, reject: false, input });
}

/** The one object that `--json` prints. */
export type Envelope = {
  readonly ok: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
};

/** Runs the real program to its end. */
export async function planwright(args: readonly string[], options: Options) {
  const result = await start(args, options);
  const stdout = String(result.stdout);
  return {
    exitCode: result.exitCode,
    stdout,
    stderr: String(result.stderr),
    json: (): Envelope => JSON.parse(stdout),
  };
}
