import { jsonLogger } from '../../../runner/logger.ts';
import { listenToSignals } from '../../../runner/process_signals.ts';
import { startRunner } from '../../../runner/start_runner.ts';
import { readRunnerEnvironment } from '../../config/runner_environment.ts';
import type { CliContext } from '../cli_context.ts';
import { isLogged } from '../service/json_log.ts';

/** How a runner is to run. */
export type RunnerCommandOptions = {
  readonly slots?: number;
  readonly label?: readonly string[];
  readonly once?: true;
  /** The database whose local runs it serves; then it ends when its standard input does. */
  readonly local?: string;
};

/** Runs a runner in this process until its end and gives its exit code. */
export async function runRunner(context: CliContext, options: RunnerCommandOptions): Promise<number> {
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
      (level) => isLogged(level, environment.logLevel),
    ),
    end,
  );
}

/** How long a runner whose parent is gone may take to save what its attempts did. */
const ORPHAN_LIMIT_MS = 2_000;

/**
 * Standard input ends when the parent does, however it ends. Then nobody hears reports any more: the runner saves what it
 * can and makes room for the one that the next `plan run` starts, which takes over its folder.
 */
function endWithParent(stdin: NodeJS.ReadStream): void {
  const end = () => process.kill(process.pid, 'SIGTERM');
  stdin.once('end', () => {
    end();
    setTimeout(end, ORPHAN_LIMIT_MS).unref();
  });
  stdin.resume();
}
