import type { AgentIo } from '../agent_driver.ts';
import { type AgentEvent, toolEnded } from '../agent_event.ts';
import { type ToolCall, ToolContent } from './messages.ts';

/**
 * Tool calls as events, each told once when it begins and once when it ends: agents repeat their updates, and some tell of a
 * call only when it is over.
 */
export class ToolUpdates {
  readonly #io: AgentIo;
  readonly #begun = new Set<string>();
  readonly #ended = new Set<string>();

  constructor(io: AgentIo) {
    this.#io = io;
  }

  /** Whether it was news: Goose adds to a call long after it has ended. */
  read(call: ToolCall): boolean {
    const { toolCallId: id, status } = call;
    if (id === undefined || this.#ended.has(id)) return false;
    const isOver = status === 'completed' || status === 'failed';
    // While it is pending its input is not there yet.
    if (isOver || status !== 'pending') this.#begin(id, call);
    if (!isOver) return true;
    this.#ended.add(id);
    this.#io.emit(toolEnded(status === 'failed', textOf(call)));
    return true;
  }

  /** The call is about to begin: it waits for permission, and its input is known. */
  asksFor(call: ToolCall): void {
    if (call.toolCallId !== undefined) this.#begin(call.toolCallId, call);
  }

  #begin(id: string, call: ToolCall): void {
    if (this.#begun.has(id)) return;
    this.#begun.add(id);
    this.#io.emit(beginning(call));
  }
}

/** Kinds of the protocol's that change files. Goose gives no kind, and a title that begins with the tool's name. */
const CHANGES_FILES = /^(?:edit|delete|move)$/;
const TITLE_CHANGES_FILES = /^(?:write|edit) · /;

function beginning(call: ToolCall): AgentEvent {
  const { kind, title, rawInput } = call;
  const name = title ?? kind ?? 'tool';
  const input: Readonly<Record<string, unknown>> =
    typeof rawInput === 'object' && rawInput !== null ? { ...rawInput } : {};
  const isChange = kind == null ? TITLE_CHANGES_FILES.test(name) : CHANGES_FILES.test(kind);
  const paths = isChange ? pathsOf(call, input) : [];
  if (paths.length > 0) return { kind: 'file_change', paths };
  if (typeof input.command === 'string') return { kind: 'command', command: input.command };
  if (kind === 'execute') return { kind: 'command', command: name };
  // Gemini shows the input as content.
  return { kind: 'tool', name, input: rawInput === undefined ? textOf(call) : JSON.stringify(rawInput) };
}

function pathsOf({ locations, content }: ToolCall, input: Readonly<Record<string, unknown>>): string[] {
  const places = (locations ?? []).map(({ path }) => path);
  const changed = ToolContent.safeParse(content).data?.flatMap(({ path }) => path ?? []) ?? [];
  const named = [input.path, input.filePath, input.file_path].filter((path) => typeof path === 'string');
  return [...new Set([...places, ...changed, ...named])];
}

function textOf({ content }: ToolCall): string {
  const blocks = ToolContent.safeParse(content).data ?? [];
  return blocks.map((block) => block.content?.text ?? '').join('');
}
