import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import type { RunnerConfig } from '../../../runner/config/runner_config.ts';
import { confinementOf } from '../../../runner/confinement_of.ts';
import { runnerFile } from '../../config/home_folders.ts';
import type { Variables } from '../../config/read_variables.ts';
import { usageError } from '../cli_error.ts';
import { notOffered, orphansText, type Wanted } from './not_offered.ts';

/**
 * Checks that the runner of this machine can carry out every task of the plan. With a service elsewhere such a task would
 * wait for another runner; a local plan has only this one, and would wait for ever.
 *
 * @returns the slots that the runner file gives
 * @throws CliError, RunnerFileError; SandboxRequiredError where no runner would start here
 */
export async function requireOffered(wanted: Wanted, variables: Variables): Promise<Pick<RunnerConfig, 'slots'>> {
  const { file, named } = runnerFile(variables);
  const config = await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '');
  const orphans = notOffered(wanted, config);
  if (orphans.length === 0) {
    // What its file asks for is settled before there is a run: a runner that does not start would leave it standing.
    if (config.sandbox === 'required' || config.egress !== undefined) await confinementOf(config, variables.PATH ?? '');
    return config;
  }
  const offered = config.providers.map((provider) => provider.name);
  const have = offered.length === 0 ? 'It names no agent yet' : `It offers ${offered.join(', ')}`;
  const example = 'for example `providers: { coder: { command: [node, agent.mjs], transport: text } }`';
  throw usageError(
    'not_offered',
    `${orphans.map(orphansText).join('; ')}. Agents and labels of this machine stand in ${file}. ${have}; ${example}.`,
    { tasks: Object.fromEntries(orphans.map(({ what, tasks }) => [what, tasks.map(({ id }) => id)])) },
  );
}
