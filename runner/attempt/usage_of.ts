import type { Usage } from '../../src/protocol/usage.ts';
import type { AgentUsage } from '../agents/agent_event.ts';

const MICROS = 1_000_000;
/** The most of a model's name that is told. */
const MODEL_LIMIT = 200;

/**
 * What an agent has used as it is reported; null: it said nothing. A cost of nothing at all for tokens means that the agent
 * knows no price.
 */
export function usageOf(
  { inputTokens, cachedTokens, outputTokens, costUsd }: AgentUsage,
  model: string | null,
): Usage | null {
  const costMicros = costUsd === null ? 0 : Math.round(costUsd * MICROS);
  if (inputTokens + outputTokens + costMicros === 0) return null;
  return {
    inputTokens: whole(inputTokens),
    cachedTokens: whole(cachedTokens),
    outputTokens: whole(outputTokens),
    costMicros: costMicros > 0 ? costMicros : null,
    model: model?.slice(0, MODEL_LIMIT) ?? null,
  };
}

/** Agents are other people's programs: what is no count is none. */
function whole(tokens: number): number {
  return Number.isFinite(tokens) ? Math.max(0, Math.round(tokens)) : 0;
}
