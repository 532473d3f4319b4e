import type { ToolRequest } from './tool_messages.ts';

/** An argument of a tool. */
type McpProperty = { readonly description: string } & (
  | { readonly type: 'string' | 'boolean' }
  | { readonly type: 'array'; readonly items: { readonly type: 'string' } }
);

/** A tool as the Model Context Protocol lists it. */
export type McpTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, McpProperty>>;
    readonly required: readonly string[];
    readonly additionalProperties: false;
  };
};

/** What a call of a tool means; `wrong` says what its arguments lack. */
export type McpCall =
  | { readonly kind: 'request'; readonly request: ToolRequest }
  | { readonly kind: 'wrong'; readonly message: string };

type Values = Readonly<Record<string, unknown>>;
type Entry = McpTool & { readonly request: (text: (name: string) => string, values: Values) => ToolRequest };

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
  {
    name: 'ask',
    description:
      'Ask a person what you cannot decide by yourself. Gives the answer, or tells you to stop now because nobody has answered yet: then end your turn at once; the answer comes in a later turn.',
    inputSchema: schema(
      { question: 'What you want to know, with what a person needs to decide it.' },
      {
        options: { type: 'array', items: { type: 'string' }, description: 'Answers to choose from.' },
        only_options: { type: 'boolean', description: 'Take no other answer than one of the options.' },
        default: { type: 'string', description: 'The answer that counts where nobody answers by the deadline.' },
        deadline: { type: 'string', description: 'How long to wait for a person before the default counts: 30m, 2h.' },
      },
    ),
    request: (text, { options, only_options: only, default: fallback, deadline }) => ({
      tool: 'ask',
      text: text('question'),
      options: Array.isArray(options) ? options.map(String) : [],
      onlyOptions: only === true,
      ...(typeof fallback === 'string' ? { default: fallback } : {}),
      ...(typeof deadline === 'string' ? { deadline } : {}),
    }),
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
  const values = typeof given === 'object' && given !== null ? (given as Values) : {};
  const missing = entry.inputSchema.required.filter((key) => typeof values[key] !== 'string');
  if (missing.length > 0) return { kind: 'wrong', message: `${name} needs ${missing.join(' and ')} as text` };
  return { kind: 'request', request: entry.request((key) => String(values[key]), values) };
}

/** @param needed texts without which there is no call, with what each is */
function schema(
  needed: Readonly<Record<string, string>>,
  optional: Readonly<Record<string, McpProperty>> = {},
): McpTool['inputSchema'] {
  const texts = Object.entries(needed).map(([name, description]) => [name, { type: 'string', description }] as const);
  return {
    type: 'object',
    properties: { ...Object.fromEntries(texts), ...optional },
    required: Object.keys(needed),
    additionalProperties: false,
  };
}
