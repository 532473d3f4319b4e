/**
 * What `planwright-tool` and its server say to each other: one JSON line each way over a unix socket.
 *
 * This file and `planwright_tool.ts` run inside the sandbox, where only this folder is mounted: they import nothing else.
 */
export type ToolRequest =
  | { readonly tool: 'progress'; readonly text: string }
  | { readonly tool: 'output'; readonly name: string; readonly value: string }
  | { readonly tool: 'plan' }
  | { readonly tool: 'commit'; readonly message: string }
  | {
      readonly tool: 'ask';
      readonly text: string;
      readonly options: readonly string[];
      readonly onlyOptions: boolean;
      readonly default?: string;
      /** A duration: `30m`, `2h`. */
      readonly deadline?: string;
    };

/** What a request came to. */
export type ToolResponse =
  /** `text` is printed on standard output. */
  | { readonly kind: 'done'; readonly text: string }
  /** Whoever asked is to end its turn now. `message` is printed on standard error. */
  | { readonly kind: 'stop'; readonly message: string }
  /** `message` is printed on standard error. */
  | { readonly kind: 'refused'; readonly message: string };

/** The most bytes that a line may have in either direction: an output value at its longest, escaped, with room to spare. */
export const TOOL_LINE_LIMIT_BYTES = 1_048_576;

/** Names the socket; set by the wrapper on the agent's PATH. */
export const TOOL_SOCKET_VARIABLE = 'PLANWRIGHT_TOOL_SOCKET';
