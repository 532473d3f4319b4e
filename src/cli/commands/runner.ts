import { type Command, Option } from 'commander';
import { jsonLogger } from '../../../runner/logger.ts';
import { listenToSignals } from '../../../runner/process_signals.ts';
import { startRunner } from '../../../runner/start_runner.ts';
import { readRunnerEnvironment } from '../../config/runner_environment.ts';
import type { CliContext } from '../cli_context.ts';
import type { ExitCode } from '../exit_code.ts';
import { type CommonOptions, positiveInteger, repeatable, withJson } from '../options.ts';
import { respond } from '../reply.ts';

type Options = CommonOptions & {
  readonly slots?: number;
  readonly label?: readonly string[];
  readonly once?: true;
  readonly local?: string;
};

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
  withJson(command).action(async (options: Options) => {
    let exitCode: number | undefined;
    await respond(context, options.json === true, async () => {
      exitCode = await runRunner(context, options);
      return { data: { exitCode }, text: '' };
    });
    if (exitCode !== undefined) context.exitCode = exitCode as ExitCode;
  });
}

async function runRunner(context: CliContext, options: Options): Promise<number> {
  const environment = readRunnerEnvironment(context.variables);
  const end = listenToSignals();
  if (options.local !== undefined) endWithParent(context.stdin);
  return await startRunner(
    {
      url: environment.serviceUrl,
      token: environment.token,
      workDir: environment.workDir,
      runnerFile: environment.runnerFile,
      mode: options.local === undefined ? 'service' : 'local',
      once: options.once === true,
      ...(options.local === undefined ? {} : { service: options.local }),
      ...(options.slots === undefined ? {} : { slots: options.slots }),
      ...(options.label === undefined ? {} : { labels: options.label }),
    },
    context.variables,
    jsonLogger(
      (line) => void context.stderr.write(line),
      () => Date.now(),
    ),
    end,
  );
}

/** Standard input ends when the parent does, however it ends: then this runner has nobody to work for. */
function endWithParent(stdin: NodeJS.ReadStream): void {
  stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
  stdin.resume();
}
