import { commandLine } from '../../../src/protocol/command_line.ts';
import { durationText } from '../../../src/text/duration.ts';
import type { AttemptFolder } from '../../git/attempt_folder.ts';
import type { CancellationSignals } from '../../process/cancellation.ts';
import type { OutputStream } from '../../process/drain.ts';
import type { Ended } from '../../process/ended.ts';
import type { Stdin } from '../../process/stdin.ts';
import type { Attempt, Place, PrivateFolders } from '../attempt.ts';
import { AttemptInterrupted } from '../attempt_failure.ts';
import type { TaskFolders } from '../task_processes.ts';
import { readOutputsFile } from './read_outputs_file.ts';
import { taskVariables } from './task_files.ts';

/** What differs between the commands of one attempt. */
export type CommandOfTask = {
  readonly argv: readonly string[];
  /** What the log shows in its place; absent: `argv`. */
  readonly shown?: readonly string[];
  readonly stdin?: Stdin;
  /** Variables of this command alone. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What ends it, the attempt's own end included; absent: that alone. */
  readonly cancel?: CancellationSignals;
  /** What of its output the log shows; absent: all. */
  readonly logged?: 'all' | 'stderr';
  /** Where it runs: the attempt's own worktree, or the clean one. */
  readonly checkout: AttemptFolder;
  readonly own: PrivateFolders;
  readonly gitWritable: boolean;
  /** The agent's own keys; empty for everything but agents. */
  readonly listedVariables?: readonly string[];
  /** The agent's command as the runner's file has it; empty for everything that a plan names. */
  readonly ownCommand?: readonly string[];
  readonly timeoutMs?: number;
  readonly onOutput?: (bytes: Buffer, stream: OutputStream) => void;
};

/**
 * Runs one command of the task, with its output in the log and its outputs taken over.
 *
 * @throws AttemptInterrupted where the attempt was ended meanwhile; OutputError where an output is not allowed
 */
export async function runTaskCommand(attempt: Attempt, place: Place, command: CommandOfTask): Promise<Ended> {
  const { surroundings, log, control, request } = attempt;
  const shown = commandLine(command.shown ?? command.argv);
  attempt.step = shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
  log.line(`$ ${attempt.step}`);
  const folders = taskFolders(attempt, place, command);
  const ended = await surroundings.processes.run({
    argv: command.argv,
    folders,
    variables: {
      ...command.environment,
      ...taskVariables(attempt, place, (path) => surroundings.processes.seenPath(folders, path)),
    },
    listedVariables: command.listedVariables ?? [],
    ownCommand: command.ownCommand ?? [],
    ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
    ...(command.timeoutMs === undefined ? {} : { timeoutMs: command.timeoutMs }),
    graceMs: request.limits.cancelGraceMs,
    cancel: command.cancel ?? control.signals,
    onWarning: (text) => log.line(`planwright: warning: ${text}`),
    mark: `${request.attempt}/${surroundings.clock.now()}`,
    onOutput: (bytes, stream) => {
      if (command.logged !== 'stderr' || stream === 'stderr') log.write(bytes);
      command.onOutput?.(bytes, stream);
    },
  });
  log.line(`[${endLine(ended)}]`);
  if (ended.how === 'canceled') return ended;
  await readOutputsFile(attempt.paths.outputs, attempt.outputs);
  return ended;
}

/** The folders that a command of this attempt sees. */
export function taskFolders(
  { paths, socketFolder }: Attempt,
  place: Place,
  { checkout, own, gitWritable }: Pick<CommandOfTask, 'checkout' | 'own' | 'gitWritable'>,
): TaskFolders {
  return {
    tree: checkout.tree,
    gitWritable,
    mirror: place.mirror.folder,
    ...own,
    given: paths.given,
    exchange: paths.exchange,
    programs: paths.programs,
    socket: socketFolder,
  };
}

/** Ends the step where the attempt was ended from outside; to be called when the evidence is written. */
export function stopIfInterrupted(attempt: Pick<Attempt, 'control'>): void {
  if (attempt.control.cause !== undefined) throw new AttemptInterrupted();
}

/** What the log says of a command's end. Some agents live on when their work is over: that they are ended then is no cancellation. */
function endLine(ended: Ended): string {
  const duration = durationText(ended.durationMs);
  if (ended.how === 'canceled') {
    const what = ended.mode === 'immediate' ? 'killed' : 'ended';
    return `${what} after ${duration}: ${ended.reason.replaceAll('_', ' ')}`;
  }
  return `${describeEnd(ended)} in ${duration}`;
}

/** How a command ended, as part of a sentence: `exit 1`. */
export function describeEnd(ended: Ended): string {
  switch (ended.how) {
    case 'exited':
      return `exit ${ended.exitCode}`;
    case 'signaled':
      return `ended by ${ended.signal}`;
    case 'timed_out':
      return `took longer than ${durationText(ended.timeoutMs)}`;
    case 'canceled':
      return 'canceled';
    case 'could_not_start':
      return `did not start: ${ended.message}`;
    default:
      return ended satisfies never;
  }
}
