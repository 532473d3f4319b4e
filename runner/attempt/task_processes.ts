import type { RunUntrustedGit } from '../git/untrusted_git.ts';
import type { CancellationSignals } from '../process/cancellation.ts';
import type { OutputStream } from '../process/drain.ts';
import type { Ended } from '../process/ended.ts';
import type { Stdin } from '../process/stdin.ts';

/** The folders of this machine that a command of a task sees; in the sandbox it sees nothing else of the runner's. */
export type TaskFolders = {
  /** The worktree: working directory of the command, and all of the repository that it may write. */
  readonly tree: string;
  /** Whether the git directory in the worktree may be written. */
  readonly gitWritable: boolean;
  /** The mirror, which that git directory borrows from. */
  readonly mirror: string;
  readonly home: string;
  readonly temporary: string;
  /** Read-only: what the task is given. */
  readonly given: string;
  /** Writable: what it gives back. */
  readonly exchange: string;
  /** First on the PATH. */
  readonly programs: string;
  /** Holds the tool server's socket. */
  readonly socket: string;
};

/** One command of a task: agent, `run:`, setup or verification. */
export type TaskCommand = {
  readonly argv: readonly string[];
  readonly folders: TaskFolders;
  /** `PLANWRIGHT_…` */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the runner's own variables that this command is given: an agent's own keys. */
  readonly listedVariables: readonly string[];
  /**
   * The command of the runner's own file that this is, whose absolute paths become readable; empty for what a plan
   * names, since a plan must not open a file of this machine by naming it.
   */
  readonly ownCommand: readonly string[];
  readonly stdin?: Stdin;
  readonly timeoutMs?: number;
  readonly graceMs: number;
  readonly cancel: CancellationSignals;
  readonly onOutput: (bytes: Buffer, stream: OutputStream) => void;
  /** Told of what was kept from it, and does not end it. */
  readonly onWarning: (text: string) => void;
  /** Begins with the attempt's id, by which leftovers are found; unique for this command. */
  readonly mark: string;
};

/** Runs what tasks run, in the sandbox where there is one. */
export type TaskProcesses = {
  readonly sandbox: 'bubblewrap' | 'none';
  readonly run: (command: TaskCommand) => Promise<Ended>;
  /** A path of this machine as such a command sees it. */
  readonly seenPath: (folders: TaskFolders, path: string) => string;
  /** Git on a tree that a task wrote: without network, and with nothing but the folders it needs. */
  readonly runUntrustedGit: RunUntrustedGit;
};
