import type { AgentIo } from '../agent_driver.ts';
import { type AgentEvent, toolEnded } from '../agent_event.ts';
import { toolText } from '../tool_text.ts';
import type { Block } from './messages.ts';

/** Tools that change files, and the argument that names the file. */
const FILE_TOOLS: Readonly<Record<string, string>> = {
  Write: 'file_path',
  Edit: 'file_path',
  NotebookEdit: 'notebook_path',
};

/** The blocks of one message as events, in their order. */
export function emitBlocks(blocks: readonly Block[], io: AgentIo): void {
  for (const block of blocks) {
    const event = eventOf(block);
    if (event !== null) io.emit(event);
  }
}

function eventOf({ type, text, name = '', input = {}, content, is_error: isError }: Block): AgentEvent | null {
  switch (type) {
    case 'text':
      return text === undefined || text === '' ? null : { kind: 'message', text };
    case 'tool_use': {
      const path = input[FILE_TOOLS[name] ?? ''];
      if (typeof path === 'string') return { kind: 'file_change', paths: [path] };
      if (name === 'Bash' && typeof input.command === 'string') return { kind: 'command', command: input.command };
      return { kind: 'tool', name, input: JSON.stringify(input) };
    }
    case 'tool_result': {
      return toolEnded(isError === true, toolText(content));
    }
    default:
      return null;
  }
}
