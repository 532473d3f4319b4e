import { resolve } from 'node:path';
import { loadRunnerConfig, type RunnerFileLocation } from './config/load_runner_config.ts';
import type { RunnerMode } from './config/runner_config.ts';
import type { Logger } from './logger.ts';
import { nodeDependencies } from './node_dependencies.ts';
import type { CancellationSignals } from './process/cancellation.ts';
import { runRunner } from './run_runner.ts';
import type { RunnerOptions } from './worker/runner_options.ts';

/** A runner as the command line asks for it. */
export type RunnerStart = Omit<RunnerOptions, 'config' | 'ownFiles'> & {
  readonly runnerFile: RunnerFileLocation;
  /** Whether it works for a service, or for plans of this machine. */
  readonly mode: RunnerMode;
};

/**
 * Reads the runner's file and runs a runner on this machine until its end: the one entry for `planwright runner` and local
 * plans. The process should exit with what it resolves to, since abandoned work may keep it open.
 *
 * @param environment the runner's own, from which agents get the variables that their provider lists
 * @returns 0 done, 3 refused by the service, 130 ended by SIGINT
 * @throws RunnerFileError (wrong usage), SandboxRequiredError (refused)
 */
export async function startRunner(
  start: RunnerStart,
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
  end: CancellationSignals,
): Promise<number> {
  const { runnerFile, mode, ...rest } = start;
  const config = await loadRunnerConfig(runnerFile, mode, environment.PATH ?? '');
  const options: RunnerOptions = {
    ...rest,
    workDir: resolve(start.workDir),
    config,
    ownFiles: [resolve(runnerFile.file)],
  };
  return await runRunner(options, await nodeDependencies(options, environment, logger, end));
}
