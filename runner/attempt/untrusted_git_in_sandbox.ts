import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type RunUntrustedGit, runUntrustedGitPlainly, type UntrustedGitSpec } from '../git/untrusted_git.ts';
import type { ReadablePath } from '../sandbox/readable_paths.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sandboxArgv } from '../sandbox/sandbox_argv.ts';

/** The most that such a git process may print. */
const OUTPUT_LIMIT_BYTES = 1_073_741_824;

/**
 * Git on a tree that a task wrote, in a sandbox of its own: no network, no token, the named folders at their own paths.
 * Where there is no sandbox, git's fixed configuration is the only guard.
 *
 * @param scratch a folder of the runner; stands in for the HOME and TMPDIR that git does not need
 */
export function untrustedGit(
  sandbox: Sandbox,
  scratch: string,
  readable: () => readonly ReadablePath[],
): RunUntrustedGit {
  switch (sandbox.kind) {
    case 'none':
      return runUntrustedGitPlainly;
    case 'bubblewrap':
      return (spec) => runInBubblewrap(sandbox.program, spec, scratch, readable());
    default:
      return sandbox satisfies never;
  }
}

async function runInBubblewrap(
  bubblewrap: string,
  spec: UntrustedGitSpec,
  scratch: string,
  readable: readonly ReadablePath[],
): ReturnType<RunUntrustedGit> {
  const [worktree, home, tmp] = ['worktree', 'home', 'tmp'].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [worktree, home, tmp]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const argv = sandboxArgv({
    argv: spec.argv,
    env: spec.env,
    cwd: spec.cwd,
    worktree,
    home,
    tmp,
    mounts: [
      ...spec.readable.map((path) => ({ host: path, inside: path, writable: false })),
      ...spec.writable.map((path) => ({ host: path, inside: path, writable: true })),
    ],
    readable,
    network: false,
  });
  const result = await execa(bubblewrap, argv, {
    cwd: '/',
    env: spec.env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: OUTPUT_LIMIT_BYTES,
    // The fourth is where bubblewrap reports its own state. Nobody asks for it here, but it has to be open: `ignore` would
    // leave it closed, and bubblewrap would write into whatever else got that number, and hang.
    stdio: [spec.stdin ?? 'ignore', 'pipe', 'pipe', 'pipe'],
    // Bubblewrap gives the signal nobody; killed itself, it takes all inside with it.
    killSignal: 'SIGKILL',
    ...(spec.signal === undefined ? {} : { cancelSignal: spec.signal }),
  });
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? -1 };
}
