import type { Call } from './conversation.ts';

/** A call as one agent's own tool takes it. */
export type ToolCall = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

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
const WRITERS: Readonly<Record<string, (path: string, text: string) => Readonly<Record<string, unknown>>>> = {
  Write: (path, text) => ({ file_path: path, content: text }),
  // opencode and Goose call it the same and its argument differently.
  write: (path, text) => ({ filePath: path, path, content: text }),
  write_file: (path, text) => ({ file_path: path, content: text }),
};

/**
 * The call by a tool that is offered. A file is written by the shell where no tool for it is.
 *
 * @throws Error where nothing offered can do it
 */
export function toolCall(call: Call, offered: readonly string[]): ToolCall {
  switch (call.kind) {
    case 'mcp': {
      const name = offered.find((tool) => tool === call.name || tool.endsWith(`_${call.name}`));
      if (name === undefined) throw new Error(`No tool ${call.name} among ${offered.join(', ')}`);
      return { name, input: call.input };
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
