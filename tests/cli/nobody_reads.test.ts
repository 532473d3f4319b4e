import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { COMPILE_CACHE } from '../support/compile_cache.ts';
import { freePort } from '../support/free_port.ts';
import { type Home, home, planwright } from './planwright.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TOKENS = { RUNNER_TOKEN: 'token-of-a-runner', OPERATOR_TOKEN: 'token-of-an-operator' };

let repository: ScratchRepository;
let place: Home;
const started: ChildProcess[] = [];
beforeEach(() => {
  repository = scratchRepository();
  place = home();
});
afterEach(() => {
  for (const program of started.splice(0)) program.kill('SIGKILL');
  repository.remove();
  place.remove();
});

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  const env = { ...COMPILE_CACHE, ...place.variables, ...variables };
  const program = spawn(process.execPath, [MAIN, ...args], { cwd: repository.folder, env, stdio: 'pipe' });
  started.push(program);
  return program;
}

/** Resolves when it has written this. */
function said(program: ChildProcess, text: string, where: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    program[where]?.on('data', (piece: Buffer) => {
      seen += piece.toString();
      if (seen.includes(text)) resolve();
    });
  });
}

/** What reads it goes away, as `head` does at once, and `tee` by the Ctrl-C that ends the whole pipeline. */
function closePipes({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

async function codeOf(program: ChildProcess): Promise<number | null> {
  const [code] = (await once(program, 'exit')) as [number | null];
  return code;
}

/** One that never ends, and one that ends once there is a file. */
function waitingPlan(): string {
  const endless = "sh -c 'while :; do sleep 0.1; done'";
  const gated = `sh -c 'until test -e "${place.folder}/gate"; do sleep 0.1; done; echo b > b'`;
  return place.write('wait.md', `## Tasks\n- [ ] a: Wait\n  - run: ${endless}\n- [ ] b: Write b\n  - run: ${gated}\n`);
}

test.each([
  ['once it cannot say how it goes', (): unknown => place.write('gate', '')],
  ['by a Ctrl-C that ended its reader as well', (program: ChildProcess): unknown => program.kill('SIGINT')],
])('a local run without a reader ends in order %s', async (_, happens) => {
  const program = start(['plan', 'run', waitingPlan(), '--slots', '2']);
  await Promise.all([said(program, 'a: at work'), said(program, 'b: at work')]);
  const ended = codeOf(program);
  closePipes(program);
  happens(program);
  expect(await ended).toBe(130);
  const shown = await asked('task', 'show', 'a');
  expect(shown.stdout).toContain('attempt 1: failed');
  expect(shown.stdout).toContain('the runner was shut down');
});

test('a service and a runner that are interrupted say so by their exit code, whoever read their logs', async () => {
  const port = await freePort();
  const service = start(['serve'], { ...TOKENS, PORT: String(port), DATABASE_URL: `file:${place.folder}/serve.db` });
  await said(service, 'planwright serves');
  const address = { PLANWRIGHT_URL: `http://127.0.0.1:${port}`, RUNNER_TOKEN: TOKENS.RUNNER_TOKEN };
  const runner = start(['runner'], {
    ...address,
    PLANWRIGHT_RUNNER_CONFIG: place.write('r.yml', 'repositories: ["*"]\n'),
  });
  await said(runner, 'the runner starts', 'stderr');
  for (const program of [runner, service]) {
    const ended = codeOf(program);
    closePipes(program);
    program.kill('SIGINT');
    expect(await ended).toBe(130);
  }
});

test('what is asked once ends quietly', async () => {
  const program = start(['--help']);
  const ended = codeOf(program);
  closePipes(program);
  expect(await ended).toBe(0);
});

function asked(...args: string[]) {
  return planwright(args, { cwd: repository.folder, variables: place.variables });
}
