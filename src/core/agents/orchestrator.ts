import type { RunnerRecord } from '../records.ts';
import type { AgentSettings } from './agent_settings.ts';
import { offeredOf } from './choose_agent.ts';
import { ORCHESTRATOR_ROLE } from './roles.ts';
import { agentChoices } from './route_task.ts';
import type { TaskRouting } from './task_routing.ts';

/**
 * Who takes the role of the orchestrator for what Planwright itself wants decided: whom a rule for that role names, the role's agent, or
 * one that is called so. null: nobody is configured; what is said of all tasks, and the plan's own agent, makes nobody the orchestrator.
 */
export function orchestratorRouting(settings: AgentSettings): TaskRouting | null {
  const { agents, roles, routing } = settings;
  const at = routing.findIndex(
    ({ when }) => Object.keys(when).join() === 'roles' && when.roles?.includes(ORCHESTRATOR_ROLE),
  );
  const named = Object.hasOwn(agents, ORCHESTRATOR_ROLE) ? [ORCHESTRATOR_ROLE] : null;
  const ofRole = roles[ORCHESTRATOR_ROLE]?.agent ?? null;
  const use = routing[at]?.use ?? (ofRole === null ? named : [ofRole]);
  if (use === null) return null;
  const why = at === -1 ? `the agent of the role ${ORCHESTRATOR_ROLE}` : `by routing rule ${at + 1}`;
  return { role: ORCHESTRATOR_ROLE, model: null, strategy: 'fixed', agents: agentChoices(use, settings), why };
}

/** Whether one of the runners has one of the agents, or one that stands in for them. */
export function isOffered(
  { agents }: Pick<TaskRouting, 'agents'>,
  runners: readonly Pick<RunnerRecord, 'agents'>[],
): boolean {
  const all = agents.flatMap((choice) => [choice, ...choice.fallback]);
  return runners.some((runner) => offeredOf(runner, all).length > 0);
}
