import { commandLine } from '../../../src/protocol/command_line.ts';
import { EVIDENCE_TAIL_LIMIT, type Evidence } from '../../../src/protocol/evidence.ts';
import type { PathRule } from '../../../src/protocol/execution_request.ts';
import type { RunnerFailureClass } from '../../../src/protocol/outcome.ts';
import type { AttemptFolder } from '../../git/attempt_folder.ts';
import type { Ended } from '../../process/ended.ts';
import { TailText } from '../../streams/tail_text.ts';
import type { Attempt, Place, PrivateFolders } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { describeEnd, runTaskCommand, stopIfInterrupted } from './run_task_command.ts';

/** Commands of the plan that the runner runs itself, one after another, with evidence of each. */
export type ListedCommands = {
  readonly step: Evidence['step'];
  readonly commands: readonly (readonly string[])[];
  /** Commands for some paths, which have changed; they come after those. */
  readonly byPath?: readonly PathRule[];
  readonly checkout: AttemptFolder;
  readonly own: PrivateFolders;
  readonly gitWritable: boolean;
  /** The commit that they see; null while nothing is committed. */
  readonly commit: string | null;
  readonly timeoutMs?: number;
  /** What it means when one of them fails. */
  readonly failure: RunnerFailureClass;
};

/**
 * Runs them until one fails.
 *
 * @throws AttemptFailure of the given class, or `timeout`; AttemptInterrupted
 */
export async function runListedCommands(attempt: Attempt, place: Place, listed: ListedCommands): Promise<void> {
  const always = listed.commands.map((argv) => ({ argv, when: undefined }));
  for (const { argv, when } of [...always, ...(listed.byPath ?? [])]) {
    const tail = new TailText(EVIDENCE_TAIL_LIMIT);
    const ended = await runTaskCommand(attempt, place, {
      argv,
      checkout: listed.checkout,
      own: listed.own,
      gitWritable: listed.gitWritable,
      ...(listed.timeoutMs === undefined ? {} : { timeoutMs: listed.timeoutMs }),
      onOutput: (bytes) => tail.write(bytes),
    });
    attempt.evidence.add({ step: listed.step, argv, when }, ended, listed.commit, tail.text());
    stopIfInterrupted(attempt);
    requireSuccess(listed, argv, ended);
  }
}

function requireSuccess(listed: ListedCommands, argv: readonly string[], ended: Ended): void {
  if (ended.how === 'exited' && ended.exitCode === 0) return;
  const message = `${listed.step}: \`${commandLine(argv)}\` ${describeEnd(ended)}`;
  throw new AttemptFailure(ended.how === 'timed_out' ? 'timeout' : listed.failure, message);
}
