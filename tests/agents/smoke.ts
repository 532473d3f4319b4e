import { AGENTS, type AgentName, type RealAgent } from './agents.ts';

const SMOKE = (process.env.AGENTS_SMOKE ?? '').split(',');

/** Whether this agent only has to show that it works at all, where there is no time for more: `AGENTS_SMOKE` names such. */
export function isSmoke(agent: AgentName): boolean {
  return SMOKE.includes(agent);
}

/** The agents that have to show all that they can, of those whose models have tools. */
export function agentsInFull(): readonly RealAgent[] {
  return Object.values(AGENTS).filter(({ name, hasTools }) => hasTools && !isSmoke(name));
}
