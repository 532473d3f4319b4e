import process from 'node:process';
import type { CliContext } from '../cli_context.ts';
import { toCliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { packageVersion } from '../package_version.ts';
import { printError } from '../reply.ts';
import { hangUp } from '../signals.ts';
import { runProgram } from './program.ts';

/**
 * The process as a command line: reads its arguments, runs the command, ends with its exit code.
 * @param mainFile the program's entry file
 */
export async function main(mainFile: string): Promise<void> {
  const context: CliContext = {
    variables: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    mainFile,
    version: await packageVersion(mainFile),
    exitCode: EXIT.done,
  };
  for (const stream of [process.stdout, process.stderr]) endWhenNobodyReads(stream, context);
  const args = process.argv.slice(2);
  try {
    await runProgram(context, args);
  } catch (thrown) {
    await printError(context, args.includes('--json'), toCliError(thrown));
  }
  process.exit(context.exitCode);
}

/** What a write ends with once the other end of a pipe is closed, or the terminal is gone. */
const NOBODY_READS: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/** `planwright … | head` closes the pipe: that is no error of ours. What ends in order when it is asked to does so, anything else quietly. */
function endWhenNobodyReads(stream: NodeJS.WriteStream, context: CliContext): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!NOBODY_READS.includes(error.code)) throw error;
    if (!hangUp()) process.exit(context.exitCode);
  });
}
