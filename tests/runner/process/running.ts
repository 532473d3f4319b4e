import { randomUUID } from 'node:crypto';
import { Cancellation } from '../../../runner/process/cancellation.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import type { Ended } from '../../../runner/process/ended.ts';
import { type Command, type RunOptions, runCommand } from '../../../runner/process/run_command.ts';

export type Run = {
  readonly cancel: Cancellation;
  readonly ended: Promise<Ended>;
  /** What came on stdout and stderr so far. */
  output(): string;
};

/** Options of a run that collects its output, can be cancelled and has a short grace. */
export function collecting(): { readonly options: RunOptions & { cancel: Cancellation }; output(): string } {
  const chunks: Buffer[] = [];
  const cancel = new Cancellation();
  const options = {
    onOutput: (chunk: Buffer) => chunks.push(chunk),
    cancel,
    graceMs: 50,
    clock: systemClock,
    mark: randomUUID(),
  };
  return { options, output: () => Buffer.concat(chunks).toString('utf8') };
}

export function run(argv: readonly string[], more: Partial<Command & RunOptions> = {}): Run {
  const { options, output } = collecting();
  const command: Command = { argv, cwd: '/', env: { PATH: process.env.PATH ?? '' }, ...more };
  return { cancel: options.cancel, ended: runCommand(command, { ...options, ...more }), output };
}
