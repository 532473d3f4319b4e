import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import type { Assistant, Block, Result } from './messages.ts';

/** Characters of a token, about: what an answer's tokens are reckoned by while it is under way. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * What a run has used. While it goes on that is the sum of its answers: exact in what was read, reckoned in what was written,
 * since an answer is told of when it begins. In the end Claude says it itself. Its tokens are this run's, its money is the
 * whole session's.
 */
export class RunUsage {
  readonly #before: AgentUsage;
  readonly #answers = new Map<string, AgentUsage>();
  #end: AgentUsage | null = null;

  /** @param before what the session had used when the run began */
  constructor(before: AgentUsage) {
    this.#before = before;
  }

  /** An answer, or one more block of it; whether it is news. */
  see({ message: { id, usage, content } }: Assistant): boolean {
    if (id === undefined || usage === undefined) return false;
    const cached = usage.cache_read_input_tokens;
    const inputTokens = usage.input_tokens + usage.cache_creation_input_tokens + cached;
    const written = Math.ceil(lengthOf(content) / CHARACTERS_PER_TOKEN) + (this.#answers.get(id)?.outputTokens ?? 0);
    const outputTokens = Math.max(usage.output_tokens, written);
    if (inputTokens + outputTokens === 0) return false;
    this.#answers.set(id, { inputTokens, cachedTokens: cached, outputTokens, costUsd: null });
    return true;
  }

  /** The end of the run; whether it says what was used. */
  end({ usage, total_cost_usd: cost }: Result): boolean {
    if (usage === undefined) return false;
    const cached = usage.cache_read_input_tokens;
    this.#end = {
      inputTokens: usage.input_tokens + usage.cache_creation_input_tokens + cached,
      cachedTokens: cached,
      outputTokens: usage.output_tokens,
      costUsd: cost == null ? null : Math.max(0, cost - (this.#before.costUsd ?? 0)),
    };
    return true;
  }

  get ofRun(): AgentUsage {
    return this.#end ?? [...this.#answers.values()].reduce(plus, NO_USAGE);
  }

  get ofSession(): AgentUsage {
    const { costUsd } = this.ofRun;
    return {
      ...plus(this.#before, this.ofRun),
      costUsd: costUsd === null ? this.#before.costUsd : (this.#before.costUsd ?? 0) + costUsd,
    };
  }
}

function plus(one: AgentUsage, other: AgentUsage): AgentUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costUsd: null,
  };
}

function lengthOf(content: readonly Block[]): number {
  return content.reduce((sum, { text, input }) => sum + (text ?? (input ? JSON.stringify(input) : '')).length, 0);
}
