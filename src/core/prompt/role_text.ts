import type { AgentSettings } from '../agents/agent_settings.ts';
import type { AgentIdentity } from '../agents/task_routing.ts';
import { ROLE_PROMPTS } from './role_prompts.ts';

/**
 * What whoever does a task is told of its role: the repository's words over ours, then what the repository tells this agent.
 * Both come from the settings file of the base, which only people who may change it wrote.
 */
export function roleText(role: string, agent: AgentIdentity['agent'], settings: AgentSettings): string {
  const own = settings.roles[role]?.prompt ?? (Object.hasOwn(ROLE_PROMPTS, role) ? ROLE_PROMPTS[role] : undefined);
  const parts = [own ?? `You have the role ${role}.`, settings.agents[agent]?.prompt ?? ''];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}
