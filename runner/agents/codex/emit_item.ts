import type { AgentIo } from '../agent_driver.ts';
import { toolText } from '../tool_text.ts';
import type { Item } from './messages.ts';

/** The end of a command's output that an event holds, in UTF-16 code units. */
const OUTPUT_TAIL = 2_000;

/** An item's start (a command, a tool, a change) or its end (words, how the others ended) as events. */
export function emitItem(item: Item, isEnd: boolean, io: AgentIo): void {
  switch (item.type) {
    case 'agentMessage':
      if (isEnd && item.text !== undefined && item.text !== '') io.emit({ kind: 'message', text: item.text });
      return;
    case 'commandExecution':
      if (!isEnd) io.emit({ kind: 'command', command: item.command ?? '' });
      else ended(item.exitCode !== 0, item.aggregatedOutput ?? '', io);
      return;
    case 'fileChange':
      if (!isEnd) io.emit({ kind: 'file_change', paths: (item.changes ?? []).map(({ path }) => path) });
      else ended(item.status !== 'completed', '', io);
      return;
    case 'mcpToolCall':
      if (!isEnd) io.emit({ kind: 'tool', name: item.tool ?? '', input: JSON.stringify(item.arguments ?? {}) });
      else ended(item.status === 'failed', toolText(item.result ?? item.error?.message), io);
      return;
    default:
  }
}

function ended(isError: boolean, output: string, io: AgentIo): void {
  io.emit({ kind: 'tool_ended', isError, output: output.slice(-OUTPUT_TAIL) });
}
