import { STATUS_DESCRIPTOR } from '../process/bubblewrap_status.ts';
import type { ReadablePath } from './readable_paths.ts';
import { KERNEL_CONTROLS, SYSTEM_CONFIGURATION, SYSTEM_FOLDERS } from './system_files.ts';

/** Where everything lies inside, whatever it is called outside. */
export const INSIDE = { worktree: '/workspace', gitDir: '/workspace/.git', home: '/home/agent', tmp: '/tmp' } as const;

/** A path of the host that is seen inside under another name. */
export type Mount = { readonly host: string; readonly inside: string; readonly writable: boolean };

/** A command with all that it may see. Nothing else of the machine's files is reachable from inside. */
export type SandboxSpec = {
  readonly argv: readonly string[];
  /** All of its environment but HOME and TMPDIR, which the sandbox decides. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it starts, as seen inside; by default the worktree. */
  readonly cwd?: string;
  /** Host folders of its own. */
  readonly worktree: string;
  readonly home: string;
  readonly tmp: string;
  /**
   * Stands in for the worktree's `.git`, and cannot be swapped from inside since it is a mount point. Where the
   * worktree has no `.git`, bwrap leaves an empty folder of that name; a file there cannot hold a folder.
   */
  readonly gitDir?: { readonly host: string; readonly writable: boolean };
  readonly mounts: readonly Mount[];
  readonly readable: readonly ReadablePath[];
  /**
   * False: not even loopback is shared. True: the machine's network as it is, with services on loopback and abstract
   * unix sockets, which belong to the network namespace and not to the file system.
   */
  readonly network: boolean;
};

/** Own users, processes, messages, host name and control groups; no capability, also for root; ends with the runner. */
export function isolation(network: boolean): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    ...['--hostname', 'planwright'],
    ...['--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session'],
    ...['--json-status-fd', String(STATUS_DESCRIPTOR)],
  ];
}

/** A `/proc` of its own processes, with the kernel's controls covered, and the harmless devices. */
export const KERNEL_FILES: readonly string[] = [
  ...['--proc', '/proc'],
  ...KERNEL_CONTROLS.flatMap((path) => ['--ro-bind-try', path, path]),
  ...['--dev', '/dev'],
];

/**
 * The arguments of bwrap for a command. The environment is not among them, because every user of the machine can read
 * arguments: bwrap is started with exactly the command's environment and hands it on.
 */
export function sandboxArgv(spec: SandboxSpec): string[] {
  return [
    ...isolation(spec.network),
    ...SYSTEM_FOLDERS.flatMap((path) => ['--ro-bind-try', path, path]),
    ...SYSTEM_CONFIGURATION.flatMap((path) => ['--ro-bind-try', path, path]),
    ...KERNEL_FILES,
    ...bind({ host: spec.tmp, inside: INSIDE.tmp, writable: true }),
    ...['--symlink', INSIDE.tmp, '/var/tmp'],
    ...bind({ host: spec.home, inside: INSIDE.home, writable: true }),
    ...spec.readable.flatMap(readable),
    ...bind({ host: spec.worktree, inside: INSIDE.worktree, writable: true }),
    ...(spec.gitDir === undefined ? [] : bind({ ...spec.gitDir, inside: INSIDE.gitDir })),
    ...spec.mounts.flatMap(bind),
    // What is left of the root are the empty folders that hold the mounts.
    ...['--remount-ro', '/'],
    ...['--chdir', spec.cwd ?? INSIDE.worktree],
    '--',
    ...spec.argv,
  ];
}

function bind(mount: Mount): string[] {
  return [mount.writable ? '--bind' : '--ro-bind', mount.host, mount.inside];
}

function readable({ path, linkTo }: ReadablePath): string[] {
  // The temporary files stay from one command of a task to the next, and a link is not made again where one is; a mount is.
  const isLink = linkTo !== undefined && !path.startsWith(`${INSIDE.tmp}/`);
  return isLink ? ['--symlink', linkTo, path] : ['--ro-bind-try', path, path];
}
