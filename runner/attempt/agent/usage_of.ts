import type { Usage } from '../../../src/protocol/usage.ts';
import type { AgentUsage } from '../../agents/agent_event.ts';
import { wholeCounts } from './whole_counts.ts';

const MICROS = 1_000_000;
/** The most of a model's name that is told. */
const MODEL_LIMIT = 200;

/**
 * What an agent has used as it is reported; null: it said nothing. A cost of nothing at all for tokens means that the agent
 * knows no price.
 */
export function usageOf({ costUsd, ...tokens }: AgentUsage, model: string | null): Usage | null {
  const { inputTokens, cachedTokens, outputTokens } = wholeCounts(tokens);
  const costMicros = costUsd === null ? 0 : Math.round(costUsd * MICROS);
  if (inputTokens + outputTokens + costMicros === 0) return null;
  return {
    inputTokens,
    cachedTokens,
    outputTokens,
    costMicros: costMicros > 0 ? costMicros : null,
    model: model?.slice(0, MODEL_LIMIT) ?? null,
  };
}
