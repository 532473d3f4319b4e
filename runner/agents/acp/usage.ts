import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import type { PromptAnswer, Update } from './messages.ts';

/**
 * What a prompt used. Gemini tells the tokens of the whole prompt; opencode and Goose those of its last request alone, so
 * they are less than was used. Money is told, where it is, as the sum of the whole session.
 */
export class PromptUsage {
  readonly #costBefore: number | null;
  #tokens: AgentUsage = NO_USAGE;
  #totalCost: number | null = null;

  /** @param before what the session had used when the prompt began */
  constructor(before: AgentUsage | undefined) {
    this.#costBefore = before?.costUsd ?? null;
  }

  /** Whether it is news. */
  readUpdate({ cost }: Update): boolean {
    if (cost?.currency !== 'USD' || cost.amount === (this.#totalCost ?? this.#costBefore ?? 0)) return false;
    this.#totalCost = cost.amount;
    return true;
  }

  readAnswer({ usage, _meta: meta }: PromptAnswer): void {
    const counted = meta?.quota?.token_count;
    const cachedTokens = usage?.cachedReadTokens ?? 0;
    const inputTokens = counted?.input_tokens ?? (usage?.inputTokens ?? 0) + cachedTokens;
    const outputTokens = counted?.output_tokens ?? usage?.outputTokens ?? 0;
    this.#tokens = { inputTokens, cachedTokens, outputTokens, costUsd: null };
  }

  /** Of this prompt alone. */
  get ofPrompt(): AgentUsage {
    const costUsd = this.#totalCost === null ? null : Math.max(0, this.#totalCost - (this.#costBefore ?? 0));
    return { ...this.#tokens, costUsd };
  }

  /** As a later prompt has to take it off: tokens are told for each prompt anew. */
  get ofSession(): AgentUsage {
    return { ...this.#tokens, costUsd: this.#totalCost ?? this.#costBefore };
  }
}
