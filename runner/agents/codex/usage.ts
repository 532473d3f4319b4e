import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import type { Tokens } from './messages.ts';

/** The tokens of a whole thread. Codex knows no prices. */
export function totalOf({ inputTokens, cachedInputTokens, outputTokens }: Tokens): AgentUsage {
  return { inputTokens, cachedTokens: cachedInputTokens, outputTokens, costUsd: null };
}

/** What a thread has used since `before`. */
export function usedSince(before: AgentUsage | undefined, total: AgentUsage): AgentUsage {
  const { inputTokens, cachedTokens, outputTokens } = before ?? NO_USAGE;
  return {
    inputTokens: Math.max(0, total.inputTokens - inputTokens),
    cachedTokens: Math.max(0, total.cachedTokens - cachedTokens),
    outputTokens: Math.max(0, total.outputTokens - outputTokens),
    costUsd: null,
  };
}
