import { delimiter, isAbsolute, join } from 'node:path';
import { type Egress, runWithEgress } from '../egress/run_with_egress.ts';
import type { Clock } from '../process/clock.ts';
import type { Ended } from '../process/ended.ts';
import { childEnvironment, withoutNpmPath } from '../sandbox/environment.ts';
import { machineFiles } from '../sandbox/files.ts';
import { type ReadablePath, readablePaths } from '../sandbox/readable_paths.ts';
import { runInSandbox, type SandboxFolders, seenInside } from '../sandbox/run_in_sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Mount } from '../sandbox/sandbox_argv.ts';
import { toolchainsOf } from '../sandbox/toolchains.ts';
import type { ToolProgram } from '../tools/install_tool.ts';
import type { TaskCommand, TaskFolders, TaskProcesses } from './task_processes.ts';
import { untrustedGit } from './untrusted_git_in_sandbox.ts';

/** What the commands of one runner's attempts have in common. */
export type ProcessSurroundings = {
  readonly sandbox: Sandbox;
  /** What tasks may reach; undefined: the machine's network as it is. Needs a sandbox. */
  readonly egress?: Egress;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  /** The runner's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** Files and folders of the runner that no task may read. */
  readonly runnerOwn: readonly string[];
  readonly tool: ToolProgram;
  /** An empty folder of the runner, for what sandboxes need and nobody uses. */
  readonly scratch: string;
};

/** Where the folders of an attempt lie inside, beside worktree, HOME and TMPDIR. */
const INSIDE_FOLDERS = {
  given: '/planwright/given',
  exchange: '/planwright/exchange',
  programs: '/planwright/programs',
  socket: '/planwright/socket',
} as const;

/** Commands of tasks in the chosen sandbox. */
export function sandboxedProcesses(surroundings: ProcessSurroundings): TaskProcesses {
  const { sandbox } = surroundings;
  // What git needs does not change while the runner lives, and it is asked for several times per attempt.
  let readableForGit: ReadablePath[] | undefined;
  return {
    sandbox: sandbox.kind,
    run: (command) => {
      const { egress, tool } = surroundings;
      if (egress === undefined) return runCommandOfTask(command, surroundings, command.argv, true);
      const { argv, onWarning } = command;
      const folder = { host: command.folders.socket, inside: INSIDE_FOLDERS.socket };
      const onRefused = (target: string) =>
        onWarning(`egress to ${target} was refused: the runner's file does not list it`);
      return runWithEgress(egress, tool, folder, { argv, onRefused }, (wrapped) =>
        runCommandOfTask(command, surroundings, wrapped, false),
      );
    },
    seenPath: (folders, path) => seenInside(sandbox, toSandboxFolders(folders, surroundings.tool), path),
    runUntrustedGit: untrustedGit(sandbox, surroundings, () => {
      readableForGit ??= readableFor(['git'], surroundings);
      return readableForGit;
    }),
  };
}

function runCommandOfTask(
  command: TaskCommand,
  surroundings: ProcessSurroundings,
  argv: readonly string[],
  network: boolean,
): Promise<Ended> {
  return runInSandbox(
    surroundings.sandbox,
    {
      ...toSandboxFolders(command.folders, surroundings.tool),
      argv,
      env: environmentOf(command, surroundings),
      readable: readableFor(command.ownCommand, surroundings),
      network,
      ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
    },
    {
      clock: surroundings.clock,
      cancel: command.cancel,
      graceMs: command.graceMs,
      mark: command.mark,
      onOutput: command.onOutput,
      ...(command.timeoutMs === undefined ? {} : { timeoutMs: command.timeoutMs }),
    },
  );
}

function toSandboxFolders(folders: TaskFolders, tool: ToolProgram): SandboxFolders {
  return {
    worktree: folders.tree,
    home: folders.home,
    tmp: folders.temporary,
    gitDir: { host: join(folders.tree, '.git'), writable: folders.gitWritable },
    mounts: [
      { host: folders.given, inside: INSIDE_FOLDERS.given, writable: false },
      { host: folders.exchange, inside: INSIDE_FOLDERS.exchange, writable: true },
      { host: folders.programs, inside: INSIDE_FOLDERS.programs, writable: false },
      { host: folders.socket, inside: INSIDE_FOLDERS.socket, writable: false },
      asItself(folders.mirror),
      ...tool.readable.map(asItself),
    ],
  };
}

function asItself(path: string): Mount {
  return { host: path, inside: path, writable: false };
}

function environmentOf(command: TaskCommand, surroundings: ProcessSurroundings): Record<string, string> {
  const { environment, home, sandbox, tool } = surroundings;
  const seen = (path: string) => seenInside(sandbox, toSandboxFolders(command.folders, tool), path);
  return childEnvironment({
    own: environment,
    packageRoot: tool.packageRoot,
    listed: command.listedVariables,
    toolchains: toolchainsOf(pathEntries(surroundings), home).environment,
    given: command.variables,
    tools: seen(command.folders.programs),
  });
}

function readableFor(argv: readonly string[], surroundings: ProcessSurroundings): ReadablePath[] {
  const { home, runnerOwn, tool } = surroundings;
  const path = pathEntries(surroundings).join(delimiter);
  return readablePaths({ path, home, command: argv, nodeProgram: tool.node, runnerOwn }, machineFiles);
}

function pathEntries({ environment, tool }: ProcessSurroundings): string[] {
  return withoutNpmPath(environment.PATH ?? '', tool.packageRoot)
    .split(delimiter)
    .filter(isAbsolute);
}
