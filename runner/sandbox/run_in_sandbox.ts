import { isAbsolute, join, relative } from 'node:path';
import type { Ended } from '../process/ended.ts';
import { type Command, type RunOptions, runCommand } from '../process/run_command.ts';
import type { Sandbox } from './sandbox.ts';
import { INSIDE, type Mount, type SandboxSpec, sandboxArgv } from './sandbox_argv.ts';

/** A command that may run in a sandbox or without one; its paths are those of the host. */
export type SandboxedCommand = SandboxSpec & Pick<Command, 'stdin'>;

/** The folders of a command, as far as they have another path inside than outside. */
export type SandboxFolders = Pick<SandboxSpec, 'worktree' | 'home' | 'tmp' | 'gitDir' | 'mounts'>;

/**
 * Runs a command in the sandbox, or without one in the same folders of the host. Ends like {@link runCommand}. To be
 * called on the main thread: what dies with its parent dies with the thread that started it (PR_SET_PDEATHSIG(2const)).
 */
export function runInSandbox(
  sandbox: Sandbox,
  command: SandboxedCommand,
  options: Omit<RunOptions, 'containment'>,
): Promise<Ended> {
  const input = command.stdin === undefined ? {} : { stdin: command.stdin };
  switch (sandbox.kind) {
    case 'bubblewrap': {
      const argv = [sandbox.program, ...sandboxArgv(command)];
      const env = { ...command.env, HOME: INSIDE.home, TMPDIR: INSIDE.tmp };
      return runCommand({ argv, cwd: '/', env, ...input }, { ...options, containment: 'namespace' });
    }
    case 'none': {
      const cwd = hostPath(command, command.cwd ?? INSIDE.worktree);
      const env = { ...command.env, HOME: command.home, TMPDIR: command.tmp };
      return runCommand({ argv: command.argv, cwd, env, ...input }, { ...options, containment: 'session' });
    }
    default:
      return sandbox satisfies never;
  }
}

/** A path of the host as the command will see it: for its arguments and its environment. */
export function seenInside(sandbox: Sandbox, folders: SandboxFolders, path: string): string {
  if (sandbox.kind === 'none') return path;
  return translate(mountsOf(folders), path, 'host', 'inside');
}

/** A path inside as the host sees it. */
export function hostPath(folders: SandboxFolders, path: string): string {
  return translate(mountsOf(folders), path, 'inside', 'host');
}

/** Innermost first, so that a mount within another wins. */
function mountsOf(folders: SandboxFolders): Mount[] {
  const { worktree, home, tmp, gitDir, mounts } = folders;
  return [
    ...mounts.toReversed(),
    ...(gitDir === undefined ? [] : [{ ...gitDir, inside: INSIDE.gitDir }]),
    { host: worktree, inside: INSIDE.worktree, writable: true },
    { host: home, inside: INSIDE.home, writable: true },
    { host: tmp, inside: INSIDE.tmp, writable: true },
  ];
}

function translate(mounts: readonly Mount[], path: string, from: 'host' | 'inside', to: 'host' | 'inside'): string {
  for (const mount of mounts) {
    const rest = relative(mount[from], path);
    if (rest === '..' || rest.startsWith('../') || isAbsolute(rest)) continue;
    return join(mount[to], rest);
  }
  return path;
}
