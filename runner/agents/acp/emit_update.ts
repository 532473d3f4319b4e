import type { AgentIo } from '../agent_driver.ts';
import { ToolContent, type Update } from './messages.ts';

/** The end of a tool's output that an event holds, in UTF-16 code units. */
const OUTPUT_TAIL = 2_000;

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

  read(update: Update): void {
    const { toolCallId: id, status } = update;
    if (id === undefined || this.#ended.has(id)) return;
    const isOver = status === 'completed' || status === 'failed';
    // While it is pending its input is not there yet.
    if (!this.#begun.has(id) && (isOver || status !== 'pending')) {
      this.#begun.add(id);
      this.#begin(update);
    }
    if (!isOver) return;
    this.#ended.add(id);
    this.#io.emit({ kind: 'tool_ended', isError: status === 'failed', output: outputOf(update) });
  }

  #begin({ kind, title, rawInput, locations, content }: Update): void {
    const name = title ?? kind ?? 'tool';
    const input: Readonly<Record<string, unknown>> =
      typeof rawInput === 'object' && rawInput !== null ? { ...rawInput } : {};
    const paths = kind === 'edit' || kind === 'delete' || kind === 'move' ? pathsOf(locations, content, input) : [];
    if (paths.length > 0) this.#io.emit({ kind: 'file_change', paths });
    else if (kind === 'execute' || typeof input.command === 'string') {
      this.#io.emit({ kind: 'command', command: typeof input.command === 'string' ? input.command : name });
    } else this.#io.emit({ kind: 'tool', name, input: JSON.stringify(rawInput ?? {}) });
  }
}

function pathsOf(locations: Update['locations'], content: unknown, input: Readonly<Record<string, unknown>>): string[] {
  const places = (locations ?? []).map(({ path }) => path);
  const changed = ToolContent.safeParse(content).data?.flatMap(({ path }) => path ?? []) ?? [];
  const named = [input.path, input.filePath, input.file_path].filter((path) => typeof path === 'string');
  return [...new Set([...places, ...changed, ...named])];
}

function outputOf({ content }: Update): string {
  const blocks = ToolContent.safeParse(content).data ?? [];
  return blocks
    .map((block) => block.content?.text ?? '')
    .join('')
    .slice(-OUTPUT_TAIL);
}
