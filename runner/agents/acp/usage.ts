import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import { type PromptAnswer, SessionSums, type Update } from './messages.ts';

/** Goose's own. */
const SUMS_NOTIFICATION = '_goose/unstable/session/update';

/**
 * What a prompt used. Gemini tells the tokens of the whole prompt. Goose tells sums of the whole session, before the prompt and
 * after it. opencode tells the tokens of its last request alone, so they are less than was used. Money is told, where it is, as
 * the sum of the whole session.
 */
export class PromptUsage {
  #costBefore: number | null;
  /** Of the whole session, where sums are told. */
  #sumsBefore: AgentUsage;
  #sums: AgentUsage | null = null;
  #hasBegun = false;
  #tokens: AgentUsage = NO_USAGE;
  #totalCost: number | null = null;

  /** @param before what the session had used when the prompt began, as far as it is known */
  constructor(before: AgentUsage | undefined) {
    this.#costBefore = before?.costUsd ?? null;
    this.#sumsBefore = before ?? NO_USAGE;
  }

  /** From now on what is told is of this prompt. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Whether it is news. */
  readUpdate({ cost }: Update): boolean {
    if (cost?.currency !== 'USD' || cost.amount === (this.#totalCost ?? this.#costBefore ?? 0)) return false;
    this.#totalCost = cost.amount;
    return true;
  }

  /** The same, of any notification. What is told before the prompt knows of attempts that were killed, too. */
  readNotification(method: string, params: unknown): boolean {
    const read = method === SUMS_NOTIFICATION ? SessionSums.safeParse(params) : null;
    if (!read?.success) return false;
    const { accumulatedInputTokens, accumulatedOutputTokens, accumulatedCost } = read.data.update;
    const costUsd = accumulatedCost ?? null;
    const sums = {
      inputTokens: accumulatedInputTokens,
      cachedTokens: 0,
      outputTokens: accumulatedOutputTokens,
      costUsd,
    };
    if (this.#hasBegun) {
      this.#sums = sums;
      this.#totalCost = costUsd;
    } else {
      this.#sumsBefore = sums;
      this.#costBefore = costUsd;
    }
    return this.#hasBegun;
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
    if (this.#sums === null) return { ...this.#tokens, costUsd };
    const { inputTokens, outputTokens } = this.#sums;
    return {
      inputTokens: Math.max(0, inputTokens - this.#sumsBefore.inputTokens),
      cachedTokens: 0,
      outputTokens: Math.max(0, outputTokens - this.#sumsBefore.outputTokens),
      costUsd,
    };
  }

  /** As a later prompt has to take it off: where no sums are told, tokens are told for each prompt anew. */
  get ofSession(): AgentUsage {
    return { ...(this.#sums ?? this.#tokens), costUsd: this.#totalCost ?? this.#costBefore };
  }
}
