import type { AgentName } from './agents.ts';

const SMOKE = (process.env.AGENTS_SMOKE ?? '').split(',');

/** Whether this agent only has to show that it works at all, where there is no time for more: `AGENTS_SMOKE` names such. */
export function isSmoke(agent: AgentName): boolean {
  return SMOKE.includes(agent);
}
