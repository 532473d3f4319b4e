import type { AgentUsage } from '../../src/protocol/agent_session.ts';

export type { AgentUsage };

/** What an agent does while it works, in the same words for every backend. */
export type AgentEvent =
  /** The agent's own id of the conversation, by which a later attempt goes on. Comes before the first tool runs. */
  | { readonly kind: 'session'; readonly id: string }
  /** The model that answers, as the agent names it. */
  | { readonly kind: 'model'; readonly name: string }
  /** Words of the agent's to whoever reads along. */
  | { readonly kind: 'message'; readonly text: string }
  /** A tool is called that is neither a command nor a change of files. */
  | { readonly kind: 'tool'; readonly name: string; readonly input: string }
  | { readonly kind: 'command'; readonly command: string }
  /** How a tool or command ended; `output` is its end. */
  | { readonly kind: 'tool_ended'; readonly isError: boolean; readonly output: string }
  | { readonly kind: 'file_change'; readonly paths: readonly string[] }
  /** The agent waits for an answer under `id`. */
  | { readonly kind: 'question'; readonly id: string; readonly question: AgentQuestion }
  /** What it has used by now; some agents know it better at the end. */
  | { readonly kind: 'usage'; readonly usage: AgentUsage }
  /** The agent asks its model again after a failure. */
  | { readonly kind: 'retry'; readonly attempt: number; readonly reason: string }
  /** Something that is worth knowing and does not end the work. */
  | { readonly kind: 'warning'; readonly text: string };

/** What an agent wants to know of a person. */
export type AgentQuestion = {
  readonly text: string;
  /** What it offers to choose from; empty: free words. */
  readonly options: readonly string[];
};

/** The end of a tool's or command's output that an event holds, in UTF-16 code units. */
const OUTPUT_LIMIT = 2_000;

/** How a tool or command ended, with the end of its output. */
export function toolEnded(isError: boolean, output: string): AgentEvent {
  return { kind: 'tool_ended', isError, output: output.slice(-OUTPUT_LIMIT) };
}

/** An attempt that has used nothing yet. */
export const NO_USAGE: AgentUsage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };
