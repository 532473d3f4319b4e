import { z } from 'zod';
import type { Conversation } from './conversation.ts';
import type { ToolCall } from './tool_calls.ts';
import { type Spoken, sse, type Wire } from './wire.ts';

const Item = z.looseObject({
  type: z.string().default('message'),
  role: z.string().optional(),
  content: z.union([z.string(), z.array(z.looseObject({ text: z.string().default('') }))]).optional(),
  name: z.string().optional(),
  output: z.unknown().optional(),
  tools: z
    .array(z.looseObject({ name: z.string(), tools: z.array(z.looseObject({ name: z.string() })).optional() }))
    .optional(),
});
const Tool = z.looseObject({ type: z.string(), name: z.string().optional() });
const Request = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  instructions: z.string().default(''),
  input: z.array(Item),
  tools: z.array(Tool).default([]),
});

/** OpenAI's Responses. */
export const responses: Wire = {
  read,
  streams: (body) => Request.parse(body).stream,
  beginning,
  events: (spoken) => [
    ...beginning(spoken),
    ...items(spoken).map((item, index) =>
      sse({ type: 'response.output_item.done', output_index: index, item }, 'response.output_item.done'),
    ),
    sse({ type: 'response.completed', response: response(spoken, 'completed') }, 'response.completed'),
  ],
  whole: (spoken) => response(spoken, 'completed'),
  error: ({ status, message = 'scripted', type, details }) => ({
    error: { message, type: type ?? 'api_error', code: type ?? String(status), param: null, ...details },
  }),
  streamError: (message) => [
    sse(
      { type: 'response.failed', response: { id: 'resp_failed', error: { code: 'server_is_overloaded', message } } },
      'response.failed',
    ),
  ],
};

/** Codex tells of its surroundings in messages of the user's; they are no prompts. */
const SURROUNDINGS = /^\s*<(?:environment_context|user_instructions|permissions|turn_aborted)|^# AGENTS\.md/;

function read(body: unknown): Conversation {
  const { model, instructions, input, tools } = Request.parse(body);
  const prompts: string[] = [];
  const said: string[] = [];
  let results: string[] = [];
  let turn = 0;
  let answering = false;
  const found: string[] = [];
  for (const { type, role, content, name, output, tools: brought = [] } of input) {
    // A search for tools is no matter of the script's.
    if (type === 'tool_search_call') continue;
    found.push(...brought.flatMap((one) => one.tools?.map((tool) => `${one.name}.${tool.name}`) ?? one.name));
    if (type === 'tool_search_output') continue;
    const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('\n');
    const isOwn = role === 'assistant' || type.endsWith('_call');
    if (isOwn && !answering) turn += 1;
    answering = isOwn;
    if (isOwn) said.push(role === 'assistant' ? text : `calls ${name ?? type}`);
    else if (type.endsWith('_call_output')) results.push(typeof output === 'string' ? output : JSON.stringify(output));
    else if (role === 'user' && !SURROUNDINGS.test(text)) {
      prompts.push(text);
      results = [];
      turn = 0;
    }
  }
  return {
    api: 'responses',
    model,
    system: instructions,
    prompts,
    said,
    results,
    turn,
    tools: [...tools.map(({ type, name }) => name ?? type), ...found],
  };
}

function items({ id, text, calls }: Spoken) {
  return [
    ...(text === ''
      ? []
      : [
          {
            type: 'message',
            id: `msg_${id}`,
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text, annotations: [] }],
          },
        ]),
    ...calls.map((call, index) => ({ call_id: `call_${id}_${index}`, status: 'completed', ...callItem(call) })),
  ];
}

function callItem({ name, input, namespace }: ToolCall) {
  if (name === 'tool_search') return { type: 'tool_search_call', execution: 'client', arguments: input };
  if (typeof input === 'string') return { type: 'custom_tool_call', name, input };
  return {
    type: 'function_call',
    name,
    arguments: JSON.stringify(input),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function response(spoken: Spoken, status: 'in_progress' | 'completed') {
  const { id, model, usage } = spoken;
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: 1_700_000_000,
    model,
    status,
    output: status === 'completed' ? items(spoken) : [],
    usage:
      status === 'completed'
        ? {
            input_tokens: usage.input,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: usage.output,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: usage.input + usage.output,
          }
        : null,
  };
}

function beginning(spoken: Spoken): readonly string[] {
  const created = sse({ type: 'response.created', response: response(spoken, 'in_progress') }, 'response.created');
  if (spoken.text === '') return [created];
  const item = { type: 'message', id: `msg_${spoken.id}`, role: 'assistant', status: 'in_progress', content: [] };
  return [
    created,
    sse({ type: 'response.output_item.added', output_index: 0, item }, 'response.output_item.added'),
    sse(
      { type: 'response.output_text.delta', item_id: item.id, output_index: 0, content_index: 0, delta: spoken.text },
      'response.output_text.delta',
    ),
  ];
}
