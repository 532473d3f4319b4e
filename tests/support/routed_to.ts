import { ANY_AGENT, type TaskRouting } from '../../src/core/agents/task_routing.ts';

/** The routing of a task that names agents which are called like their providers. */
export function routedTo(...names: readonly string[]): TaskRouting {
  const agents = names.map((agent) => ({ agent, provider: agent, model: null, fallback: [] }));
  return { ...ANY_AGENT, agents, why: 'named by its task' };
}
