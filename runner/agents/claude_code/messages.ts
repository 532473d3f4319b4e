import { z } from 'zod';

/** The lines that Claude Code prints, as far as they are read here. What is unknown is passed over. */

const Usage = z.looseObject({
  input_tokens: z.number().default(0),
  output_tokens: z.number().default(0),
  cache_read_input_tokens: z.number().default(0),
  cache_creation_input_tokens: z.number().default(0),
});

const Init = z.looseObject({
  type: z.literal('system'),
  subtype: z.literal('init'),
  session_id: z.string(),
  model: z.string().optional(),
});

const Retry = z.looseObject({
  type: z.literal('system'),
  subtype: z.literal('api_retry'),
  attempt: z.number(),
  error_status: z.number().nullish(),
  error: z.string().nullish(),
});

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional(),
});
/** A content block: some words, a tool's call, or its answer. */
export type Block = z.infer<typeof Block>;

const Assistant = z.looseObject({
  type: z.literal('assistant'),
  error: z.string().nullish(),
  message: z.looseObject({ id: z.string().optional(), content: z.array(Block).default([]), usage: Usage.optional() }),
});
/** Words and tool calls of the model's. */
export type Assistant = z.infer<typeof Assistant>;

const User = z.looseObject({
  type: z.literal('user'),
  message: z.looseObject({ content: z.union([z.string(), z.array(Block)]) }),
});

const RateLimit = z.looseObject({
  type: z.literal('rate_limit_event'),
  rate_limit_info: z.looseObject({ status: z.string(), resetsAt: z.number().nullish() }),
});

const Option = z.looseObject({ label: z.string() });
/** The input of the tool by which Claude asks a person. */
export const AskInput = z.looseObject({
  questions: z.array(z.looseObject({ question: z.string(), options: z.array(Option).default([]) })).min(1),
});
/** That input, read. */
export type AskInput = z.infer<typeof AskInput>;

const ControlRequest = z.looseObject({
  type: z.literal('control_request'),
  request_id: z.string(),
  request: z.looseObject({
    subtype: z.string(),
    tool_name: z.string().optional(),
    input: z.record(z.string(), z.unknown()).optional(),
  }),
});

const Result = z.looseObject({
  type: z.literal('result'),
  subtype: z.string(),
  is_error: z.boolean(),
  result: z.string().nullish(),
  api_error_status: z.number().nullish(),
  terminal_reason: z.string().nullish(),
  session_id: z.string().optional(),
  total_cost_usd: z.number().nullish(),
  usage: Usage.optional(),
  errors: z.array(z.string()).nullish(),
});
/** How a turn ended. */
export type Result = z.infer<typeof Result>;

const Message = z.union([Init, Retry, Assistant, User, RateLimit, ControlRequest, Result]);
/** A line that matters. */
export type Message = z.infer<typeof Message>;

/** The line as a message; null: one that does not matter here. */
export function readMessage(line: Readonly<Record<string, unknown>>): Message | null {
  const { success, data } = Message.safeParse(line);
  return success ? data : null;
}
