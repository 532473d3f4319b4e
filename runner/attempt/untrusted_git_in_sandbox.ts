import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunUntrustedGit, runUntrustedGitPlainly, type UntrustedGitSpec } from '../git/untrusted_git.ts';
import { neverCancelled } from '../process/cancellation.ts';
import type { Clock } from '../process/clock.ts';
import { runCommand } from '../process/run_command.ts';
import type { ReadablePath } from '../sandbox/readable_paths.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sandboxArgv } from '../sandbox/sandbox_argv.ts';

/** The most that such a git process may print. */
const OUTPUT_LIMIT_BYTES = 512 * 1024 * 1024;

/** What such a git process needs of the runner. */
export type GitSurroundings = {
  /** A folder of the runner; stands in for the HOME and TMPDIR that git does not need. */
  readonly scratch: string;
  readonly clock: Clock;
  /** An id that no other process of this machine has, by which what it leaves is found. */
  readonly newId: () => string;
};

/**
 * Git on a tree that a task wrote, in a sandbox of its own: no network, no token, the named folders at their own paths.
 * Where there is no sandbox, git's fixed configuration is the only guard.
 */
export function untrustedGit(
  sandbox: Sandbox,
  surroundings: GitSurroundings,
  readable: () => readonly ReadablePath[],
): RunUntrustedGit {
  switch (sandbox.kind) {
    case 'none':
      return runUntrustedGitPlainly;
    case 'bubblewrap':
      return (spec) => runInBubblewrap(sandbox.program, spec, surroundings, readable());
    default:
      return sandbox satisfies never;
  }
}

async function runInBubblewrap(
  bubblewrap: string,
  spec: UntrustedGitSpec,
  { scratch, clock, newId }: GitSurroundings,
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
  const output = { stdout: collector(), stderr: collector() };
  const ended = await runCommand(
    {
      argv: [bubblewrap, ...argv],
      cwd: '/',
      env: spec.env,
      ...(spec.stdin === undefined ? {} : { stdin: { kind: 'given', content: spec.stdin } as const }),
    },
    {
      // Bubblewrap gives a signal to nobody inside, and this git can be killed at any moment without harm.
      cancel: spec.signal === undefined ? neverCancelled : { stopping: spec.signal, killing: spec.signal },
      graceMs: 0,
      clock,
      mark: `git/${newId()}`,
      containment: 'namespace',
      onOutput: (chunk, stream) => output[stream].take(chunk),
    },
  );
  if (ended.how === 'could_not_start') throw new Error(ended.message);
  return {
    stdout: output.stdout.text(),
    stderr: output.stderr.text(),
    exitCode: ended.how === 'exited' ? ended.exitCode : -1,
  };
}

/** Output as one text, bounded. */
function collector(): { take(chunk: Buffer): void; text(): string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    take(chunk) {
      bytes += chunk.length;
      if (bytes > OUTPUT_LIMIT_BYTES) throw new Error(`git printed more than ${OUTPUT_LIMIT_BYTES} bytes.`);
      chunks.push(chunk);
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
