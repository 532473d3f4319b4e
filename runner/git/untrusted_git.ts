import { execa } from 'execa';
import type { AttemptFolder } from './attempt_folder.ts';
import { checkExitCode, type GitResult, gitArguments } from './git.ts';
import { alternateObjectDirectories, gitEnvironment } from './git_environment.ts';
import { GitError } from './git_error.ts';

/** One git process that reads or writes a tree an agent has written. All paths are absolute. */
export type UntrustedGitSpec = {
  /** Program and arguments; the program is `git`, found on `PATH`. */
  readonly argv: readonly string[];
  /** The whole environment; nothing else may be added but what the sandbox itself needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders that git must be able to read. */
  readonly readable: readonly string[];
  /** Folders that git must be able to write. */
  readonly writable: readonly string[];
  readonly cwd: string;
  readonly stdin?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs such a process and resolves with how it ended; it rejects only if it could not be run.
 * The attempt plugs the sandbox in here: no network, no token, nothing but the named folders, at their own paths.
 */
export type RunUntrustedGit = (spec: UntrustedGitSpec) => Promise<GitResult>;

/** Runs it without a sandbox: for machines without one, where the fixed configuration is the only guard. */
export const runUntrustedGitPlainly: RunUntrustedGit = async (spec) => {
  const [program = 'git', ...args] = spec.argv;
  const result = await execa(program, args, {
    cwd: spec.cwd,
    env: spec.env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 1024 * 1024 * 1024,
    ...(spec.stdin === undefined ? { stdin: 'ignore' as const } : { input: spec.stdin }),
    ...(spec.signal === undefined ? {} : { cancelSignal: spec.signal }),
  });
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? -1 };
};

/**
 * Runs git on an attempt's worktree with the runner's own git directory of that attempt. It can write there (index and new
 * objects) and nowhere else; the mirror's objects are borrowed for reading.
 * @throws GitError `git_failed`, `git_aborted`
 */
export async function runGitOnAttempt(
  run: RunUntrustedGit,
  attempt: AttemptFolder,
  args: readonly string[],
  options: {
    readonly stdin?: string | Uint8Array;
    /** Added to the fixed environment. */
    readonly env?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal | undefined;
    readonly expectedExitCodes?: readonly number[];
  } = {},
): Promise<GitResult> {
  const result = await run({
    argv: ['git', ...gitArguments(args, { gitDir: attempt.git, workTree: attempt.tree })],
    env: {
      ...gitEnvironment(),
      ...options.env,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: alternateObjectDirectories([attempt.mirrorObjects]),
    },
    readable: [attempt.tree, attempt.mirrorObjects],
    writable: [attempt.git],
    cwd: attempt.tree,
    stdin: typeof options.stdin === 'string' ? new TextEncoder().encode(options.stdin) : options.stdin,
    signal: options.signal,
  });
  if (options.signal?.aborted === true) throw new GitError('git_aborted', `git ${args[0]} was stopped.`, { args });
  return checkExitCode(args, result, options.expectedExitCodes);
}
