import type { AgentUsage } from '../../agents/agent_event.ts';

type Counts = Pick<AgentUsage, 'inputTokens' | 'cachedTokens' | 'outputTokens'>;

/** Tokens as an agent counts them. Agents are other people's programs: what is no count is none, so that it costs no report. */
export function wholeCounts({ inputTokens, cachedTokens, outputTokens }: Counts): Counts {
  return { inputTokens: whole(inputTokens), cachedTokens: whole(cachedTokens), outputTokens: whole(outputTokens) };
}

function whole(tokens: number): number {
  return Number.isFinite(tokens) ? Math.max(0, Math.round(tokens)) : 0;
}
