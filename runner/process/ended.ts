import { existsSync } from 'node:fs';
import { errorMessage } from '../../src/text/error_message.ts';
import type { CancelReason } from './cancellation.ts';

/** How a command ended, and what it took. */
export type Ended = How & {
  /** From the start of the command until nothing of it was left, in milliseconds. */
  readonly durationMs: number;
  /** Processes that outlived even SIGKILL (stuck in the kernel, or another user's). Normally 0. */
  readonly leftAlive: number;
};

/** How a command came to its end. */
export type How =
  | { readonly how: 'exited'; readonly exitCode: number }
  /** Inside a sandbox a command killed by a signal shows as `exited` with 128 + its number, as in a shell. */
  | { readonly how: 'signaled'; readonly signal: NodeJS.Signals }
  | StopCause
  | StartFailure;

/** Why a command was ended before it ended by itself. */
export type StopCause =
  | { readonly how: 'timed_out'; readonly timeoutMs: number }
  | { readonly how: 'canceled'; readonly mode: 'graceful' | 'immediate'; readonly reason: CancelReason };

/** Why a command could not start (`code`: the operating system's, or `missing_directory`, `sandbox_failed`), and what to do. */
export type StartFailure = { readonly how: 'could_not_start'; readonly code: string; readonly message: string };

const REMEDIES: Readonly<Record<string, (program: string) => string>> = {
  ENOENT: (program) => `There is no program ${program} on the PATH of this command. Install it or write its full path.`,
  EACCES: (program) =>
    program.includes('/')
      ? `${program} may not be executed by this user. Check its permissions (chmod +x).`
      : `${program} was not found where this user may look: a folder of the PATH or a file of that name is closed to it.`,
  ENOTDIR: (program) => `A part of the path ${program} is no folder. Check the path.`,
  ENOEXEC: (program) => `${program} is no program of this machine. Check its first line (#!) or its architecture.`,
  E2BIG: (program) =>
    `The arguments and environment of ${program} are too long. Pass long input on stdin or in a file.`,
  EAGAIN: (program) =>
    `The limit of processes was reached when ${program} was to start. Raise ulimit -u or use fewer slots.`,
  EMFILE: (program) =>
    `The limit of open files was reached when ${program} was to start. Raise ulimit -n or use fewer slots.`,
  ENOMEM: (program) => `There was no memory left to start ${program}. Use fewer slots.`,
};

/** Turns the error of a failed spawn into a sentence with its remedy. */
export function startFailure(error: unknown, program: string, workingDirectory: string): StartFailure {
  const code = errorCode(error);
  // The kernel reports a missing working directory in the same way as a missing program.
  if (code === 'ENOENT' && !existsSync(workingDirectory)) {
    const message = `The folder ${workingDirectory} that ${program} was to run in does not exist.`;
    return { how: 'could_not_start', code: 'missing_directory', message };
  }
  return startFailureOf(code, program, errorMessage(error));
}

/** The same for a known code of the operating system; `detail` is shown for codes that have no remedy. */
export function startFailureOf(code: string, program: string, detail: string): StartFailure {
  const message = REMEDIES[code]?.(program) ?? `${program} could not be started: ${detail}`;
  return { how: 'could_not_start', code, message };
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown';
}
