import { parseArgs } from 'node:util';
import type { ToolRequest } from './tool_messages.ts';

/** What a command line of `planwright-tool` means. */
export type ToolCommand =
  | { readonly kind: 'request'; readonly request: ToolRequest }
  | { readonly kind: 'help' }
  /** Serve the tools over the Model Context Protocol on the standard streams. */
  | { readonly kind: 'mcp' }
  | { readonly kind: 'wrong_usage'; readonly message: string };

/** What `planwright-tool` says of itself. */
export const TOOL_USAGE = `planwright-tool: what a task may ask of its runner

  planwright-tool progress TEXT       show TEXT as what this task is doing now
  planwright-tool output NAME VALUE   give later tasks the value VALUE under NAME
  planwright-tool plan                print the whole plan and what this task's dependencies produced
  planwright-tool commit MESSAGE      have the runner commit what is in the worktree now
  planwright-tool ask QUESTION        ask a person: prints the answer, or says to stop (exit code 75)
      --option TEXT                   an answer to choose from; may be repeated
      --only-options                  take no other answer
      --default TEXT                  counts where nobody answers by the deadline
      --deadline DURATION             30m, 2h
  planwright-tool mcp                 serve these tools over MCP on the standard streams

Exit codes: 0 done, 1 refused, 2 wrong usage, 4 the runner cannot be reached, 75 stop now: the answer comes in a later turn.
`;

/** Reads the arguments after the program's name. */
export function parseToolArguments(argv: readonly string[]): ToolCommand {
  const [command, ...rest] = argv;
  const [first = '', second = ''] = rest;
  if (rest.length === 1 && isHelp(first)) return { kind: 'help' };
  switch (command) {
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help' };
    case 'progress':
      // Words need no quotes: `planwright-tool progress reading the grammar`.
      return rest.length === 0
        ? wrongUsage('progress needs a text: planwright-tool progress TEXT')
        : { kind: 'request', request: { tool: 'progress', text: rest.join(' ') } };
    case 'output':
      return rest.length === 2
        ? { kind: 'request', request: { tool: 'output', name: first, value: second } }
        : wrongUsage(
            'output needs a name and one value: planwright-tool output NAME VALUE (quote a value with spaces)',
          );
    case 'plan':
      return rest.length === 0
        ? { kind: 'request', request: { tool: 'plan' } }
        : wrongUsage('plan takes no arguments: planwright-tool plan');
    case 'commit':
      return rest.length === 1 && first.trim() !== ''
        ? { kind: 'request', request: { tool: 'commit', message: first } }
        : wrongUsage('commit needs one message: planwright-tool commit MESSAGE (quote a message with spaces)');
    case 'mcp':
      return rest.length === 0 ? { kind: 'mcp' } : wrongUsage('mcp takes no arguments: planwright-tool mcp');
    case 'ask':
      return parseAsk(rest);
    case undefined:
      return wrongUsage('name a tool; planwright-tool --help lists them');
    default:
      return wrongUsage(`there is no tool ${command}; planwright-tool --help lists them`);
  }
}

function parseAsk(argv: readonly string[]): ToolCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        option: { type: 'string', multiple: true },
        'only-options': { type: 'boolean' },
        default: { type: 'string' },
        deadline: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    if (positionals.length === 0) return wrongUsage('ask needs a question: planwright-tool ask QUESTION [--option A]');
    const { option: options = [], 'only-options': onlyOptions = false, default: fallback, deadline } = values;
    const more = {
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(deadline === undefined ? {} : { deadline }),
    };
    return { kind: 'request', request: { tool: 'ask', text: positionals.join(' '), options, onlyOptions, ...more } };
  } catch (error) {
    return wrongUsage(`ask: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function wrongUsage(message: string): ToolCommand {
  return { kind: 'wrong_usage', message };
}
