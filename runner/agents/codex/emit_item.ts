import type { AgentIo } from '../agent_driver.ts';
import { toolEnded } from '../agent_event.ts';
import { toolText } from '../tool_text.ts';
import type { Item } from './messages.ts';

/** An item's start (a command, a tool, a change) or its end (words, how the others ended) as events. */
export function emitItem(item: Item, isEnd: boolean, io: AgentIo): void {
  switch (item.type) {
    case 'agentMessage':
      if (isEnd && item.text !== undefined && item.text !== '') io.emit({ kind: 'message', text: item.text });
      return;
    case 'commandExecution':
      if (!isEnd) io.emit({ kind: 'command', command: item.command ?? '' });
      else io.emit(toolEnded(item.exitCode !== 0, item.aggregatedOutput ?? ''));
      return;
    case 'fileChange':
      if (!isEnd) io.emit({ kind: 'file_change', paths: (item.changes ?? []).map(({ path }) => path) });
      else io.emit(toolEnded(item.status !== 'completed', ''));
      return;
    case 'mcpToolCall':
      if (!isEnd) io.emit({ kind: 'tool', name: item.tool ?? '', input: JSON.stringify(item.arguments ?? {}) });
      else io.emit(toolEnded(item.status === 'failed', toolText(item.result ?? item.error?.message)));
      return;
    default:
  }
}
