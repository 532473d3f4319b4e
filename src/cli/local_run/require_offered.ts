import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import type { RunnerConfig } from '../../../runner/config/runner_config.ts';
import { runnerFile } from '../../config/home_folders.ts';
import type { Variables } from '../../config/read_variables.ts';
import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import { routeTask } from '../../core/agents/route_task.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { counted } from '../../core/text/counted.ts';
import { agentNames } from '../../core/text/waits_for.ts';
import { usageError } from '../cli_error.ts';

/** A plan with what says who works on it. */
export type Wanted = {
  readonly plan: Plan;
  /** Of a plan whose own text names none; null: nobody said. */
  readonly agent: string | null;
  readonly agents: AgentSettings;
};

/**
 * Checks that the runner of this machine can carry out every task of the plan. With a service elsewhere such a task would
 * wait for another runner; a local plan has only this one, and would wait for ever.
 *
 * @returns the slots that the runner file gives
 * @throws CliError, RunnerFileError
 */
export async function requireOffered(
  { plan, agent, agents }: Wanted,
  variables: Variables,
): Promise<Pick<RunnerConfig, 'slots'>> {
  const { file, named } = runnerFile(variables);
  const config = await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '');
  const offered = config.providers.map((provider) => provider.name);
  const open = plan.tasks.filter((task) => !task.done);
  const orphans = new Map<string, string[]>();
  for (const task of open) {
    if (task.work.kind !== 'agent') continue;
    const { agents: wanted } = routeTask(task, { ...plan, agent }, agents);
    if (wanted.length === 0 ? offered.length > 0 : wanted.some(({ provider }) => offered.includes(provider))) continue;
    const what = wanted.length === 0 ? 'an agent, and none is set up here' : agentNames(wanted);
    orphans.set(what, [...(orphans.get(what) ?? []), task.id]);
  }
  for (const task of open) {
    for (const label of task.settings.labels.filter((one) => !config.labels.includes(one))) {
      const what = `a runner with the label \`${label}\``;
      orphans.set(what, [...(orphans.get(what) ?? []), task.id]);
    }
  }
  if (orphans.size === 0) return config;
  const list = [...orphans].map(
    ([what, tasks]) => `${counted(tasks.length, 'task')} (${some(tasks)}) would wait for ${what}`,
  );
  const have = offered.length === 0 ? 'It names no agent yet' : `It offers ${offered.join(', ')}`;
  const example = 'for example `providers: { coder: { command: [node, agent.mjs], transport: text } }`';
  throw usageError(
    'not_offered',
    `${list.join('; ')}. Agents and labels of this machine stand in ${file}. ${have}; ${example}.`,
    { tasks: Object.fromEntries(orphans) },
  );
}

function some(tasks: readonly string[]): string {
  return tasks.length > 3 ? `${tasks.slice(0, 3).join(', ')}, …` : tasks.join(', ');
}
