import type { Call } from './conversation.ts';

/** A call as one agent's own tool takes it. */
export type ToolCall = {
  readonly name: string;
  /** A text where the tool takes free words. */
  readonly input: Readonly<Record<string, unknown>> | string;
  /** What the tool's name stands in, where the API tells the two apart. */
  readonly namespace?: string;
};

/** The tools that run a command, by the names that agents give them. */
const SHELLS: Readonly<Record<string, (command: string) => Readonly<Record<string, unknown>>>> = {
  Bash: (command) => ({ command, description: 'Runs a command' }),
  bash: (command) => ({ command, description: 'Runs a command' }),
  exec_command: (command) => ({ cmd: command }),
  run_shell_command: (command) => ({ command, description: 'Runs a command' }),
  shell: (command) => ({ command }),
  developer__shell: (command) => ({ command }),
};

/** The tools that write a file. */
const WRITERS: Readonly<Record<string, (path: string, text: string) => ToolCall['input']>> = {
  Write: (path, text) => ({ file_path: path, content: text }),
  // opencode and Goose call it the same and its argument differently.
  write: (path, text) => ({ filePath: path, path, content: text }),
  apply_patch: (path, text) =>
    `*** Begin Patch\n*** Add File: ${path}\n${text.replace(/^/gm, '+').replace(/\+$/, '')}*** End Patch`,
  write_file: (path, text) => ({ file_path: path, content: text }),
};

/** The tool by which Codex brings forth those of MCP servers; the call is tried again once it has answered. */
const TOOL_SEARCH = 'tool_search';

/**
 * The call by a tool that is offered. A file is written by the shell where no tool for it is.
 *
 * @throws Error where nothing offered can do it
 */
export function toolCall(call: Call, offered: readonly string[]): ToolCall {
  switch (call.kind) {
    case 'mcp': {
      const found = offered.find((tool) => tool === call.name || tool.endsWith(`_${call.name}`));
      if (found !== undefined) return { name: found, input: call.input };
      const spaced = offered.find((tool) => tool.endsWith(`.${call.name}`));
      if (spaced !== undefined) {
        return { name: call.name, input: call.input, namespace: spaced.slice(0, -call.name.length - 1) };
      }
      if (offered.includes(TOOL_SEARCH)) return { name: TOOL_SEARCH, input: { query: call.name, limit: 8 } };
      throw new Error(`No tool ${call.name} among ${offered.join(', ')}`);
    }
    case 'write': {
      const name = offered.find((tool) => tool in WRITERS);
      const input = name === undefined ? undefined : WRITERS[name]?.(call.path, call.text);
      if (name !== undefined && input !== undefined) return { name, input };
      return toolCall({ kind: 'shell', command: `printf %s ${quoted(call.text)} > ${quoted(call.path)}` }, offered);
    }
    case 'shell': {
      const name = offered.find((tool) => tool in SHELLS);
      const input = name === undefined ? undefined : SHELLS[name]?.(call.command);
      if (name === undefined || input === undefined) throw new Error(`No shell among ${offered.join(', ')}`);
      return { name, input };
    }
    default:
      return call satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
