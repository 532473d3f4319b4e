import type { Readable, Writable } from 'node:stream';
import { type StartFailure, startFailureOf } from './ended.ts';
import { identify, type ProcessIdentity } from './process_table.ts';

/** The descriptor on which bwrap is to tell its state (`--json-status-fd`); see bwrap(1). */
export const STATUS_DESCRIPTOR = 3;

/** What bwrap has told so far. Stays empty for a command that is not bwrap. */
export type NamespaceStatus = {
  /** The init of the pid namespace. */
  init?: ProcessIdentity;
  /** True once bwrap has told the command's exit code, which it does only for a command that it could start. */
  commandEnded: boolean;
};

/** Follows bwrap's status: one JSON object a line, first with `child-pid`, at the end with `exit-code`. */
export function followStatus(stream: Readable | Writable | null | undefined): NamespaceStatus {
  const status: NamespaceStatus = { commandEnded: false };
  if (stream === null || stream === undefined || !('setEncoding' in stream)) return status;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('error', () => {});
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) apply(line, status);
  });
  return status;
}

function apply(line: string, status: NamespaceStatus): void {
  const told: unknown = JSON.parse(line);
  if (typeof told !== 'object' || told === null) return;
  if ('child-pid' in told && typeof told['child-pid'] === 'number') {
    const init = identify(told['child-pid']);
    if (init !== undefined) status.init = init;
  }
  if ('exit-code' in told) status.commandEnded = true;
}

const CODES: Readonly<Record<string, string>> = {
  'No such file or directory': 'ENOENT',
  'Permission denied': 'EACCES',
  'Not a directory': 'ENOTDIR',
  'Exec format error': 'ENOEXEC',
  'Argument list too long': 'E2BIG',
};

/** What became of a command in a sandbox that bwrap ended without an exit code of the command's own. */
export function bubblewrapFailure(
  errorTail: string,
): StartFailure | { readonly how: 'signaled'; readonly signal: 'SIGKILL' } {
  const complaint = /^bwrap: (.*)$/m.exec(errorTail)?.[1];
  // Without a complaint bwrap was fine and its init was killed from outside, as the kernel does when memory is short.
  if (complaint === undefined) return { how: 'signaled', signal: 'SIGKILL' };
  const [, program, detail] = /^execvp (.*): ([^:]*)$/.exec(complaint) ?? [];
  if (program === undefined || detail === undefined) {
    return { how: 'could_not_start', code: 'sandbox_failed', message: `The sandbox could not be set up: ${complaint}` };
  }
  return startFailureOf(CODES[detail] ?? 'unknown', program, detail);
}
