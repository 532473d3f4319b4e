import { z } from 'zod';

/** What an agent sends over the Agent Client Protocol (agentclientprotocol.com, version 1), as far as it is read here. */

/** What a session says of how it can be set; agents have the one or the other for the model. */
const Settings = {
  models: z.looseObject({ currentModelId: z.string() }).nullish(),
  configOptions: z
    .array(z.looseObject({ id: z.string(), category: z.string().nullish(), currentValue: z.unknown().optional() }))
    .nullish(),
};
/** That, read. */
export type SessionSettings = {
  readonly models?: { readonly currentModelId: string } | null | undefined;
  readonly configOptions?:
    | readonly { readonly id: string; readonly category?: string | null | undefined; readonly currentValue?: unknown }[]
    | null
    | undefined;
};

/** The answer to `session/new`. */
export const SessionAnswer = z.looseObject({ sessionId: z.string(), ...Settings });

const Tokens = z.looseObject({
  inputTokens: z.number().default(0),
  outputTokens: z.number().default(0),
  cachedReadTokens: z.number().default(0),
});
const Quota = z.looseObject({
  quota: z
    .looseObject({ token_count: z.looseObject({ input_tokens: z.number(), output_tokens: z.number() }) })
    .optional(),
});

/** The answer to `session/prompt`. Tokens stand where the protocol has them, or where Gemini puts them. */
export const PromptAnswer = z.looseObject({
  stopReason: z.string(),
  usage: Tokens.nullish(),
  _meta: Quota.nullish(),
});
/** That, read. */
export type PromptAnswer = z.infer<typeof PromptAnswer>;

const Location = z.looseObject({ path: z.string() });
const Content = z.looseObject({
  type: z.string(),
  path: z.string().optional(),
  content: z.looseObject({ text: z.string().optional() }).optional(),
});

/** The answer to `session/load`. */
export const LoadAnswer = z
  .looseObject({ modes: z.looseObject({ currentModeId: z.string() }).nullish(), ...Settings })
  .nullish()
  .transform((answer) => answer ?? { modes: null, models: null, configOptions: null });

const ToolCall = z.looseObject({
  toolCallId: z.string().optional(),
  title: z.string().nullish(),
  kind: z.string().nullish(),
  status: z.string().nullish(),
  rawInput: z.unknown().optional(),
  content: z.unknown().optional(),
  locations: z.array(Location).nullish(),
});
/** A tool's call, or what is new of it. */
export type ToolCall = z.infer<typeof ToolCall>;

/** A piece of news of the session. */
export const SessionUpdate = z.looseObject({
  update: ToolCall.extend({
    sessionUpdate: z.string(),
    cost: z.looseObject({ amount: z.number(), currency: z.string() }).nullish(),
  }),
});
/** That, read. */
export type Update = z.infer<typeof SessionUpdate>['update'];

/** News of Goose's own: what the whole session has used, by the sum of all requests. */
export const SessionSums = z.looseObject({
  update: z.looseObject({
    sessionUpdate: z.literal('usage_update'),
    accumulatedInputTokens: z.number(),
    accumulatedOutputTokens: z.number(),
    accumulatedCost: z.number().nullish(),
  }),
});

/** The text of a message's piece. */
export const TextContent = z.looseObject({ type: z.literal('text'), text: z.string() });
/** What a tool gave. */
export const ToolContent = z.array(Content);

/** The agent wants to be allowed something. */
export const PermissionRequest = z.looseObject({
  toolCall: ToolCall.nullish(),
  options: z.array(z.looseObject({ optionId: z.string(), kind: z.string() })),
});
/** That, read. */
export type PermissionRequest = z.infer<typeof PermissionRequest>;

/** What goes with an error: Claude's and Codex's adapters say of what kind it is. */
export const ErrorData = z.looseObject({
  errorKind: z.string().optional(),
  codexErrorInfo: z.string().optional(),
  message: z.string().optional(),
});
