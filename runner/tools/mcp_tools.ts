import type { ToolRequest } from './tool_messages.ts';

/** A tool as the Model Context Protocol lists it. */
export type McpTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, { readonly type: 'string'; readonly description: string }>>;
    readonly required: readonly string[];
    readonly additionalProperties: false;
  };
};

/** What a call of a tool means; `wrong` says what its arguments lack. */
export type McpCall =
  | { readonly kind: 'request'; readonly request: ToolRequest }
  | { readonly kind: 'wrong'; readonly message: string };

type Entry = McpTool & { readonly request: (text: (name: string) => string) => ToolRequest };

const ENTRIES: readonly Entry[] = [
  {
    name: 'progress',
    description: 'Show in one line what this task is doing now. People see it beside the task.',
    inputSchema: schema({ text: 'What is being done, in a few words.' }),
    request: (text) => ({ tool: 'progress', text: text('text') }),
  },
  {
    name: 'output',
    description: 'Give the tasks that build on this one a value under a name, for example the version that was chosen.',
    inputSchema: schema({ name: 'The name of the output, as the plan has it.', value: 'Its value.' }),
    request: (text) => ({ tool: 'output', name: text('name'), value: text('value') }),
  },
  {
    name: 'plan',
    description: 'The whole plan that this task is part of, and what the tasks that it depends on produced.',
    inputSchema: schema({}),
    request: () => ({ tool: 'plan' }),
  },
  {
    name: 'commit',
    description:
      'Have what is in the worktree now committed, with a message. Use it in place of git commit, which does not count.',
    inputSchema: schema({ message: 'The commit message: what was done and why.' }),
    request: (text) => ({ tool: 'commit', message: text('message') }),
  },
];

/** The tools that a task has. */
export const MCP_TOOLS: readonly McpTool[] = ENTRIES.map(({ name, description, inputSchema }) => ({
  name,
  description,
  inputSchema,
}));

/** A call as what is asked of the runner; undefined: there is no such tool. */
export function mcpCall(name: string, given: unknown): McpCall | undefined {
  const entry = ENTRIES.find((tool) => tool.name === name);
  if (entry === undefined) return undefined;
  const values = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const missing = entry.inputSchema.required.filter((key) => typeof values[key] !== 'string');
  if (missing.length > 0) return { kind: 'wrong', message: `${name} needs ${missing.join(' and ')} as text` };
  return { kind: 'request', request: entry.request((key) => String(values[key])) };
}

function schema(properties: Readonly<Record<string, string>>): McpTool['inputSchema'] {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, description]) => [name, { type: 'string', description } as const]),
    ),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
