import { randomUUID } from 'node:crypto';
import { neverCancelled } from '../../../runner/process/cancellation.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import { runCommand } from '../../../runner/process/run_command.ts';

/** How long a program may take to tell its version; some start slowly. */
const PATIENCE_MS = 10_000;
/** The most of what it prints that is looked at, in bytes. */
const OUTPUT_LIMIT = 4_096;

/** The version that an agent's program tells when it is asked; undefined: it tells none in time. */
export async function agentVersion(
  program: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  let output = '';
  const env = { PATH: variables.PATH ?? '', HOME: variables.HOME ?? '/nonexistent' };
  const ended = await runCommand(
    { argv: [program, '--version'], cwd: '/', env },
    {
      onOutput: (bytes) => {
        if (output.length < OUTPUT_LIMIT) output += bytes.toString('latin1');
      },
      cancel: neverCancelled,
      timeoutMs: PATIENCE_MS,
      graceMs: 0,
      clock: systemClock,
      mark: `version/${randomUUID()}`,
    },
  );
  if (ended.how !== 'exited' || ended.exitCode !== 0) return undefined;
  return /\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?/.exec(output)?.[0];
}
