import type { RunnerConfig } from '../../../runner/config/runner_config.ts';
import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import { routeTask } from '../../core/agents/route_task.ts';
import type { Plan, PlanTask } from '../../core/plan/plan.ts';
import { agentNames } from '../../core/schedule/waits_for.ts';
import { counted } from '../../core/text/counted.ts';

/** A plan with what says who works on it. */
export type Wanted = {
  readonly plan: Plan;
  /** Of a plan whose own text names none; null: nobody said. */
  readonly agent: string | null;
  readonly agents: AgentSettings;
};

/** What a runner does not have, and the tasks that would wait for it. */
export type Orphans = {
  readonly what: string;
  readonly tasks: readonly [PlanTask, ...PlanTask[]];
};

/** The tasks that the runner of this machine cannot carry out, by what they would wait for. */
export function notOffered({ plan, agent, agents }: Wanted, config: RunnerConfig): readonly Orphans[] {
  const offered = config.providers.map((provider) => provider.name);
  const open = plan.tasks.filter((task) => !task.done);
  const orphans = new Map<string, [PlanTask, ...PlanTask[]]>();
  const note = (what: string, task: PlanTask) => {
    const others = orphans.get(what);
    if (others === undefined) orphans.set(what, [task]);
    else others.push(task);
  };
  for (const task of open) {
    if (task.work.kind !== 'agent') continue;
    const { agents: wanted } = routeTask(task, { ...plan, agent }, agents);
    if (wanted.length === 0 ? offered.length > 0 : wanted.some(({ provider }) => offered.includes(provider))) continue;
    note(wanted.length === 0 ? 'an agent, and none is set up here' : agentNames(wanted), task);
  }
  for (const task of open) {
    const missing = task.settings.labels.filter((label) => !config.labels.includes(label));
    for (const label of missing) note(`a runner with the label \`${label}\``, task);
  }
  return [...orphans].map(([what, tasks]) => ({ what, tasks }));
}

/** `2 tasks (docs, bench) would wait for the agent `writer``. */
export function orphansText({ what, tasks }: Orphans): string {
  const ids = tasks.map(({ id }) => id);
  const some = ids.length > 3 ? `${ids.slice(0, 3).join(', ')}, …` : ids.join(', ');
  return `${counted(tasks.length, 'task')} (${some}) would wait for ${what}`;
}
