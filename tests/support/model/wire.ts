import type { Conversation, Fault, Usage } from './conversation.ts';
import type { ToolCall } from './tool_calls.ts';

/** One answer, ready to be written in an API's words. */
export type Spoken = {
  readonly model: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly usage: Usage;
  /** Counts the answers of this server: ids are made of it. */
  readonly id: number;
};

/** How one API is spoken. */
export type Wire = {
  /** What the request says; null: it is none that the script is asked about (a title, a router), and any text will do. */
  readonly read: (body: unknown, path: string) => Conversation;
  /** Whether the answer comes as a stream. */
  readonly streams: (body: unknown, path: string) => boolean;
  /** The answer as events of a stream, the text first. */
  readonly events: (spoken: Spoken) => readonly string[];
  /** The same as one JSON value. */
  readonly whole: (spoken: Spoken) => unknown;
  /** The beginning of a stream that says some words and does not end. */
  readonly beginning: (spoken: Spoken) => readonly string[];
  /** An error as the API words it. */
  readonly error: (
    fault: Pick<Extract<Fault, { kind: 'status' }>, 'status' | 'message' | 'type' | 'details'>,
  ) => unknown;
  /** The event by which a stream says that it failed. */
  readonly streamError: (message: string) => readonly string[];
};

/** One event of a stream (server-sent events). */
export function sse(data: unknown, event?: string): string {
  const line = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${line}\n\n`;
}
