import { type Command, Option } from 'commander';
import type { RunnerCommandOptions } from '../actions/run_runner.ts';
import type { CliContext } from '../cli_context.ts';
import type { ExitCode } from '../exit_code.ts';
import { type CommonOptions, positiveInteger, repeatable, withJson } from '../options.ts';
import { respond } from '../reply.ts';

type Options = CommonOptions & RunnerCommandOptions;

const ENVIRONMENT = `Environment variables: PLANWRIGHT_URL and RUNNER_TOKEN are needed; agents and whose tasks it takes stand in the file of
PLANWRIGHT_RUNNER_CONFIG. docs/operations.md has all of them.`;

/** `planwright runner`: carries out tasks on this machine for the service of `PLANWRIGHT_URL`. */
export function addRunner(parent: Command, context: CliContext): void {
  const command = parent
    .command('runner')
    .description('carry out tasks on this machine for the service of PLANWRIGHT_URL')
    .option('--slots <count>', 'how many tasks at once; default: as the runner file says, else 2', positiveInteger)
    .option('--label <label>', 'a label beside those of the runner file; may be repeated', repeatable)
    .option('--once', 'end when no work is left')
    // Set by `plan run`, which holds the other end of standard input: names the database whose runs are served.
    .addOption(new Option('--local <database>').hideHelp());
  command.addHelpText('after', `\n${ENVIRONMENT}`);
  withJson(command).action(async (options: Options) => {
    let exitCode: number | undefined;
    await respond(context, options.json === true, async () => {
      const { runRunner } = await import('../actions/run_runner.ts');
      exitCode = await runRunner(context, options);
      return { data: { exitCode }, text: '' };
    });
    if (exitCode !== undefined) context.exitCode = exitCode as ExitCode;
  });
}
