import {
  CONVERSATION_ITEM_LIMIT,
  CONVERSATION_LIST_LIMIT,
  CONVERSATION_TEXT_LIMIT,
  type ConversationEvent,
} from '../../src/protocol/conversation.ts';
import type { AgentEvent } from '../agents/agent_event.ts';
import type { Redaction } from '../redaction.ts';
import type { LogShipper } from './log_shipper.ts';

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** What is told of a conversation; when it was, is added. */
export type Told = WithoutTime<ConversationEvent>;

/** Writes an attempt's conversation as JSON lines, each bounded and without secrets. Never waits. */
export class ConversationLog {
  readonly #shipper: LogShipper;
  readonly #redaction: Redaction;
  readonly #elapsedMs: () => number;

  /** @param elapsedMs since the attempt began */
  constructor(shipper: LogShipper, redaction: Redaction, elapsedMs: () => number) {
    this.#shipper = shipper;
    this.#redaction = redaction;
    this.#elapsedMs = elapsedMs;
  }

  tell(told: Told): void {
    const at = Math.max(0, Math.round(this.#elapsedMs()));
    this.#shipper.line(JSON.stringify({ at, ...this.#kept(told) }));
  }

  /** Something that the agent did. */
  tellEvent(event: AgentEvent): void {
    this.tell(toldOf(event));
  }

  /** Sends what is left and ends; gives up after `limitMs`. */
  close(limitMs: number): Promise<void> {
    return this.#shipper.close(limitMs);
  }

  #kept(told: Told): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, this.#keptOf(name, value)]));
  }

  #keptOf(name: string, value: unknown): unknown {
    if (typeof value === 'string') return name === 'kind' ? value : this.#text(value, CONVERSATION_TEXT_LIMIT, name);
    if (!Array.isArray(value)) return value;
    return value
      .slice(0, CONVERSATION_LIST_LIMIT)
      .map((each) => this.#text(String(each), CONVERSATION_ITEM_LIMIT, name));
  }

  /** Without secrets and of bounded length: of a tool's output the end is kept, of all else the beginning. */
  #text(text: string, limit: number, name: string): string {
    if (text.length <= limit) return this.#redaction.text(text);
    const ofEnd = name === 'output';
    const { longest } = this.#redaction;
    const near = limit + longest;
    const clean = this.#redaction.text(ofEnd ? text.slice(-near) : text.slice(0, near));
    // At the cut half a secret may stand, which is not recognised.
    const sure = text.length > near ? Math.max(0, clean.length - longest) : clean.length;
    const length = Math.min(limit, sure);
    return ofEnd ? `…${clean.slice(clean.length - length)}` : `${clean.slice(0, length)}…`;
  }
}

function toldOf(event: AgentEvent): Told {
  switch (event.kind) {
    case 'question':
      return { kind: 'question', ...event.question, options: [...event.question.options] };
    case 'usage':
      return { kind: 'usage', ...event.usage };
    case 'file_change':
      return { kind: 'file_change', paths: [...event.paths] };
    case 'session':
    case 'model':
    case 'message':
    case 'tool':
    case 'command':
    case 'tool_ended':
    case 'retry':
    case 'warning':
      return event;
    default:
      return event satisfies never;
  }
}
