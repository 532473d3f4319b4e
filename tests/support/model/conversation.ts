/** What a model is shown, whatever the API it comes by. */
export type Conversation = {
  readonly api: Api;
  readonly model: string;
  readonly system: string;
  /** What people and their tools wrote as prompts, from the first of the session to the newest. */
  readonly prompts: readonly string[];
  /** What this model said and which tools it called, over the whole session. */
  readonly said: readonly string[];
  /** What the tools answered since the newest prompt. */
  readonly results: readonly string[];
  /** How often the model has answered since the newest prompt. */
  readonly turn: number;
  /** The tools that are offered, by their own names. */
  readonly tools: readonly string[];
};

/** The APIs that are spoken. */
export type Api = 'anthropic' | 'responses' | 'chat' | 'gemini';

/** A tool that the model calls, in words that hold for every agent. */
export type Call =
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  /** One of an MCP server's: found by the end of its name, since every agent puts something else before it. */
  | { readonly kind: 'mcp'; readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** What the model does with a request. */
export type Reply = Answer | Fault;

/** Some words, then calls; without calls the turn is over. */
export type Answer = {
  readonly kind: 'answer';
  readonly text?: string;
  readonly calls?: readonly Call[];
  readonly usage?: Usage;
};

/** Tokens of one request. */
export type Usage = { readonly input: number; readonly output: number };

/** How a request goes wrong. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      /** The API's own word for it, where it differs from what goes with the status. */
      readonly type?: string;
      /** What else stands in the API's error. */
      readonly details?: Readonly<Record<string, unknown>>;
    }
  /** The connection is taken and nothing comes. */
  | { readonly kind: 'silence' }
  /** Some words, then nothing more. */
  | { readonly kind: 'stall'; readonly text: string }
  /** Some words, then the connection is gone. */
  | { readonly kind: 'cut'; readonly text: string }
  /** The stream itself says that the model is overloaded. */
  | { readonly kind: 'stream_error'; readonly message: string };

/**
 * Decides what the model does, at once or when it is time. Must depend on nothing but the conversation, since agents repeat
 * requests.
 */
export type Script = (conversation: Conversation) => Reply | Promise<Reply>;

/** What a request cost that says nothing of it. */
export const USUAL_USAGE: Usage = { input: 1_000, output: 50 };
