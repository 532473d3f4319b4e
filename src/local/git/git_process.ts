import { execa } from 'execa';
import { safeArguments, safeEnvironment } from './safe_environment.ts';

/** git did not do what was asked. */
export class GitProcessError extends Error {
  override readonly name = 'GitProcessError';
  /** `git_missing`: not on `PATH`. `git_failed`: any other end than those expected. */
  readonly code: 'git_missing' | 'git_failed';
  readonly stderr: string;

  constructor(code: 'git_missing' | 'git_failed', message: string, stderr = '') {
    super(message);
    this.code = code;
    this.stderr = stderr;
  }
}

/** Where git runs, and what it is given. */
export type GitProcessOptions = {
  /** `--git-dir`: always explicit where a repository is meant, so that git never searches for one. */
  readonly gitDir?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and no failure; default `[0]`. */
  readonly expectedExitCodes?: readonly number[];
};

/** What git answered, with one of the exit codes that are an answer. */
export type GitProcessResult = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** No call of the forge works longer than this on any repository in use; beyond it something hangs. */
const PROCESS_LIMIT_MS = 120_000;

/**
 * Runs git with the safe configuration and environment, outside of any folder.
 * @throws GitProcessError for any end but the expected ones
 */
export async function git(args: readonly string[], options: GitProcessOptions = {}): Promise<GitProcessResult> {
  const folder = options.gitDir === undefined ? [] : [`--git-dir=${options.gitDir}`];
  const result = await execa('git', [...safeArguments, ...folder, ...args], {
    cwd: '/',
    env: { ...safeEnvironment(process.env.PATH), ...options.env },
    extendEnv: false,
    input: options.stdin ?? '',
    reject: false,
    stripFinalNewline: false,
    timeout: PROCESS_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  if (result.exitCode === undefined) {
    if (result.code === 'ENOENT') {
      throw new GitProcessError('git_missing', 'git was not found on PATH; install git 2.38 or later.');
    }
    throw new GitProcessError('git_failed', `git ${args[0]} did not run to its end: ${result.shortMessage}`);
  }
  if (!(options.expectedExitCodes ?? [0]).includes(result.exitCode)) {
    const reason = result.stderr.trim().split('\n').at(-1);
    throw new GitProcessError(
      'git_failed',
      `git ${args[0]} failed (exit ${result.exitCode}): ${reason}`,
      result.stderr,
    );
  }
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
}
