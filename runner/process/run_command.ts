import { type ChildProcess, spawn } from 'node:child_process';
import { bubblewrapFailure, followStatus, type NamespaceStatus } from './bubblewrap_status.ts';
import type { CancellationSignals } from './cancellation.ts';
import { type Clock, within } from './clock.ts';
import { drain, type OutputConsumer } from './drain.ts';
import { type Ended, type How, type StartFailure, startFailure } from './ended.ts';
import { release, watch } from './guard_client.ts';
import { killAll } from './kill_tree.ts';
import { identify, outputChannels } from './process_table.ts';
import { MARK_VARIABLE, namespaceTree, type ProcessTree, sessionTree, type TreeTraits } from './process_tree.ts';
import { feed, type Stdin } from './stdin.ts';
import { KILL_PATIENCE_MS, Stopping } from './stopping.ts';

export type { OutputConsumer, OutputStream } from './drain.ts';

/** What is started. */
export type Command = {
  /** The program and its arguments; never a shell string. The program is looked up on `env.PATH`. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command; nothing of this process's own is added but the mark. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent: it has nothing to read. */
  readonly stdin?: Stdin;
};

/** What becomes of its output, and when it is ended. */
export type RunOptions = {
  /** Called with every piece of output as it comes. Must return quickly: the pipes are drained at its speed, never held. */
  readonly onOutput: OutputConsumer;
  readonly cancel: CancellationSignals;
  /** After this the command is stopped, gracefully first. Undefined: never. */
  readonly timeoutMs?: number;
  /** How long a command may take to end after SIGTERM before it is killed. */
  readonly graceMs: number;
  readonly clock: Clock;
  /** Unique for this command among all that run on this machine: by it even a child in a session of its own is found. */
  readonly mark: string;
  /** What holds the processes together: a session of their own, or a pid namespace where `argv` is bwrap. Default `session`. */
  readonly containment?: 'session' | 'namespace';
};

/** Output that is already in the pipe arrives in this time once nobody holds its other end. */
const LAST_OUTPUT_MS = 200;

/**
 * Runs a command to its end and leaves nothing of it behind: no process, no pipe. Whatever the command does is an
 * {@link Ended}; the promise rejects only with what `onOutput` threw.
 *
 * Uses `node:child_process`, not execa: the end of the command and the end of its output are two events here (a
 * grandchild may hold the output for ever) where execa waits for both, and this ends a tree where execa ends a process.
 */
export async function runCommand(command: Command, options: RunOptions): Promise<Ended> {
  const { cancel, clock, mark } = options;
  if (cancel.stopping.aborted) {
    const mode = cancel.killing.aborted ? 'immediate' : 'graceful';
    return { how: 'canceled', mode, reason: String(cancel.stopping.reason), durationMs: 0, leftAlive: 0 };
  }
  const startedAt = clock.now();
  // Before the start, so that the guard knows the mark whenever this process dies.
  watch({ mark, channels: [] });
  try {
    const child = await start(command, options);
    const ended = 'how' in child ? { ...child, leftAlive: 0 } : await attend(child, command, options);
    return { ...ended, durationMs: clock.now() - startedAt };
  } finally {
    release(mark);
  }
}

/** Spawns, without the variable that Node hands on by itself; a command that cannot start is an answer, no exception. */
function start(command: Command, options: RunOptions): Promise<ChildProcess | StartFailure> {
  const [program = '', ...programArguments] = command.argv;
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve(startFailure(error, program, command.cwd));
    try {
      const child = spawn(program, programArguments, {
        cwd: command.cwd,
        env: { NODE_V8_COVERAGE: undefined, ...command.env, [MARK_VARIABLE]: options.mark },
        // A session of its own: signals of the runner's terminal are the runner's business.
        detached: true,
        stdio: options.containment === 'namespace' ? ['pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
      });
      child.once('error', fail);
      if (child.pid !== undefined) resolve(child);
    } catch (error) {
      fail(error);
    }
  });
}

/** From the start of a command until nothing of it is left. */
async function attend(
  child: ChildProcess,
  command: Command,
  options: RunOptions,
): Promise<How & { readonly leftAlive: number }> {
  const { clock } = options;
  const exited = exitOf(child);
  const status = followStatus(child.stdio[3]);
  const tree = treeOf(child, options, status);
  const stopping = new Stopping(tree, options);
  const output = drain(child, options.onOutput, () => stopping.kill());
  feed(child.stdin, command.stdin);

  const exit = await Promise.race([exited, stopping.abandoned]);
  stopping.commandEnded();
  // What the command left running may still write, but neither for ever nor past the grace.
  await Promise.race([output.closed.then(() => stopping.othersEnded()), stopping.killRequested]);
  const leftAlive = await killAll(tree, clock, KILL_PATIENCE_MS);
  await within(LAST_OUTPUT_MS, clock, output.closed);
  stopping.release();
  output.release();

  const failure = output.failure();
  if (failure !== undefined) throw failure.thrown;
  if (stopping.cause !== undefined) return { ...stopping.cause, leftAlive };
  if (exit.signal !== null) return { how: 'signaled', signal: exit.signal, leftAlive };
  if (options.containment === 'namespace' && !status.commandEnded) {
    return { ...bubblewrapFailure(output.errorTail()), leftAlive };
  }
  return { how: 'exited', exitCode: exit.exitCode, leftAlive };
}

function treeOf(child: ChildProcess, { mark, containment }: RunOptions, status: NamespaceStatus): ProcessTree {
  const { pid } = child;
  const leader = pid === undefined ? undefined : identify(pid);
  const traits: TreeTraits = {
    mark,
    channels: pid === undefined ? [] : outputChannels(pid),
    ...(pid === undefined ? {} : { groupId: pid }),
    ...(leader === undefined ? {} : { leader }),
  };
  watch(traits);
  return containment === 'namespace' ? namespaceTree(traits, () => status.init) : sessionTree(traits);
}

/** How the command's own process ended. */
export type Exit = { readonly exitCode: number; readonly signal: NodeJS.Signals | null };

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ exitCode: code ?? 0, signal }));
  });
}
