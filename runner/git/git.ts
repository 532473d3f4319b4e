import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { gitEnvironment, safeConfigurationArguments } from './git_environment.ts';
import { GitError } from './git_error.ts';
import { tellsOfUnreachableRemote } from './remote_unreachable.ts';

/** How one git process is run. All paths are absolute. */
export type GitOptions = {
  /** `--git-dir`; given for everything that is about a repository, so that git never searches for one. */
  readonly gitDir?: string | undefined;
  readonly workTree?: string | undefined;
  /** Default `/`: no folder an agent can write to is ever the implied place. */
  readonly cwd?: string | undefined;
  /** Added to the fixed environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | Uint8Array | undefined;
  /** A file that becomes standard input, for what is too large for memory. */
  readonly stdinFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are an answer and no failure; default `[0]`. */
  readonly expectedExitCodes?: readonly number[] | undefined;
  /** An open file (a lock) that git inherits, so that it stays locked until git has ended even if the runner dies first. */
  readonly heldFile?: number | undefined;
  /** Text that is blotted out of whatever git prints. */
  readonly secret?: string | undefined;
};

/** What git printed. Text is decoded as UTF-8. */
export type GitResult = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** Output above this size fails the call: it is more than the file list of any repository in use. */
const outputLimitBytes = 1024 * 1024 * 1024;
const stderrTailCharacters = 4000;

/**
 * Git looks at every worktree of a repository before it adds one or fetches, and gives up when another git is just
 * registering one and has not written this file yet. That is over in a moment, and nothing has been changed by then.
 */
const halfMadeRegistration = /^fatal: failed to read \S+\/worktrees\/[^/\s]+\/commondir/m;
const looks = 10;
const lookAgainMs = 20;

/**
 * Runs git outside any sandbox with the fixed safe configuration and environment.
 * It must not be given a work tree that an agent wrote to: that is what `RunUntrustedGit` is for.
 * @throws GitError `git_missing`, `git_aborted`, `git_failed`, `authentication_failed`, `remote_unreachable`
 */
export async function runGit(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  for (let look = 1; ; look += 1) {
    try {
      return await runGitOnce(args, options);
    } catch (error) {
      const mayPass = error instanceof GitError && halfMadeRegistration.test(error.stderr ?? '');
      if (!mayPass || look === looks) throw error;
      await delay(lookAgainMs);
    }
  }
}

async function runGitOnce(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const result = await execa('git', gitArguments(args, options), {
    cwd: options.cwd ?? '/',
    env: { ...gitEnvironment(), ...options.env },
    extendEnv: false,
    stdio: [standardInput(options), 'pipe', 'pipe', heldStream(options.heldFile)],
    reject: false,
    stripFinalNewline: false,
    maxBuffer: outputLimitBytes,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  const stdout = blotOut(result.stdout, options.secret);
  const stderr = blotOut(result.stderr, options.secret);
  const details = { args, exitCode: result.exitCode, stderr: stderr.slice(-stderrTailCharacters) };
  if (result.isCanceled) throw new GitError('git_aborted', `git ${args[0]} was stopped.`, details);
  if (result.exitCode === undefined) {
    if (result.code === 'ENOENT') {
      throw new GitError('git_missing', 'git was not found on PATH; install git 2.38 or later.', details);
    }
    throw new GitError('git_failed', `git ${args[0]} did not run to its end: ${result.shortMessage}`, details);
  }
  return checkExitCode(args, { stdout, stderr, exitCode: result.exitCode }, options.expectedExitCodes);
}

/** All arguments of a git process after the program's name: fixed configuration, folders, then `args`. */
export function gitArguments(
  args: readonly string[],
  folders: { readonly gitDir?: string | undefined; readonly workTree?: string | undefined },
): string[] {
  return [
    ...safeConfigurationArguments,
    '--no-pager',
    '--no-replace-objects',
    ...(folders.gitDir === undefined ? [] : [`--git-dir=${folders.gitDir}`]),
    ...(folders.workTree === undefined ? [] : [`--work-tree=${folders.workTree}`]),
    ...args,
  ];
}

/**
 * Returns `result` where its exit code is expected, and throws `git_failed`, `authentication_failed` or `remote_unreachable`
 * where it is not.
 */
export function checkExitCode(
  args: readonly string[],
  result: GitResult,
  expectedExitCodes: readonly number[] = [0],
): GitResult {
  if (expectedExitCodes.includes(result.exitCode)) return result;
  const details = { args, exitCode: result.exitCode, stderr: result.stderr.slice(-stderrTailCharacters) };
  if (/Authentication failed|could not read (Username|Password)|terminal prompts disabled/.test(result.stderr)) {
    throw new GitError('authentication_failed', 'The remote repository did not accept the credential.', details);
  }
  // Git's first complaint says what went wrong; what follows are its consequences and advice.
  const lines = result.stderr.trim().split('\n');
  const reason = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1);
  const code = tellsOfUnreachableRemote(result.stderr) ? 'remote_unreachable' : 'git_failed';
  throw new GitError(code, `git ${args[0]} failed with exit code ${result.exitCode}: ${reason}`, details);
}

function standardInput(options: GitOptions): 'ignore' | Uint8Array | { file: string } {
  if (options.stdinFile !== undefined) return { file: options.stdinFile };
  if (options.stdin === undefined) return 'ignore';
  return typeof options.stdin === 'string' ? new TextEncoder().encode(options.stdin) : options.stdin;
}

/** A stream stands for the open file, because that is what execa hands to a process as it is. Nothing flows through it. */
function heldStream(heldFile: number | undefined): 'ignore' | WriteStream {
  return heldFile === undefined ? 'ignore' : createWriteStream('', { fd: heldFile, autoClose: false });
}

function blotOut(text: string, secret: string | undefined): string {
  return secret === undefined || secret === '' ? text : text.replaceAll(secret, '[secret]');
}
