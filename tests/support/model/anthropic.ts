import { z } from 'zod';
import type { Conversation } from './conversation.ts';
import { type Spoken, sse, type Wire } from './wire.ts';

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  content: z.unknown().optional(),
  name: z.string().optional(),
});
const Content = z.union([z.string().transform((text) => [{ type: 'text', text }]), z.array(Block)]);
const Request = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  system: z.unknown().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** Anthropic's Messages. */
export const anthropic: Wire = {
  read,
  streams: (body) => Request.parse(body).stream,
  events: (spoken) => [...beginning(spoken), ...ending(spoken)],
  beginning,
  whole: (spoken) => ({
    ...message(spoken),
    content: [
      ...(spoken.text === '' ? [] : [{ type: 'text', text: spoken.text }]),
      ...spoken.calls.map(({ name, input }, index) => ({
        type: 'tool_use',
        id: `toolu_${spoken.id}_${index}`,
        name,
        input,
      })),
    ],
    stop_reason: stopReason(spoken),
    usage: usage(spoken),
  }),
  error: ({ status, message: text = 'scripted', type, details }) => ({
    type: 'error',
    error: { type: type ?? ERROR_TYPES[status] ?? 'api_error', message: text, ...details },
  }),
  streamError: (text) => [sse({ type: 'error', error: { type: 'overloaded_error', message: text } }, 'error')],
};

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function read(body: unknown): Conversation {
  const { model, system, messages, tools } = Request.parse(body);
  const prompts: string[] = [];
  const said: string[] = [];
  let results: string[] = [];
  let turn = 0;
  for (const { role, content } of messages) {
    if (role === 'assistant') {
      turn += 1;
      said.push(...content.map((block) => block.text ?? `calls ${'name' in block ? block.name : ''}`));
      continue;
    }
    const answered = content.filter(({ type }) => type === 'tool_result');
    const text = content.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : [])).join('\n');
    if (answered.length > 0) {
      results.push(...answered.map((block) => JSON.stringify('content' in block ? block.content : '')));
    } else if (text !== '') {
      prompts.push(text);
      results = [];
      turn = 0;
    }
  }
  return {
    api: 'anthropic',
    model,
    system: JSON.stringify(system ?? ''),
    prompts,
    said,
    results,
    turn,
    tools: tools.map(({ name }) => name),
  };
}

const usage = ({ usage: { input, output } }: Spoken) => ({
  input_tokens: input,
  output_tokens: output,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
});
const stopReason = ({ calls }: Spoken) => (calls.length === 0 ? 'end_turn' : 'tool_use');

function message({ id, model }: Spoken) {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function beginning(spoken: Spoken): readonly string[] {
  const start = { ...message(spoken), content: [], stop_reason: null, usage: { ...usage(spoken), output_tokens: 1 } };
  return [
    sse({ type: 'message_start', message: start }, 'message_start'),
    ...(spoken.text === ''
      ? []
      : [
          sse(
            { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
            'content_block_start',
          ),
          sse(
            { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: spoken.text } },
            'content_block_delta',
          ),
        ]),
  ];
}

function ending(spoken: Spoken): readonly string[] {
  const first = spoken.text === '' ? 0 : 1;
  return [
    ...(first === 0 ? [] : [sse({ type: 'content_block_stop', index: 0 }, 'content_block_stop')]),
    ...spoken.calls.flatMap(({ name, input }, at) => {
      const index = first + at;
      const block = { type: 'tool_use', id: `toolu_${spoken.id}_${at}`, name, input: {} };
      const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) };
      return [
        sse({ type: 'content_block_start', index, content_block: block }, 'content_block_start'),
        sse({ type: 'content_block_delta', index, delta }, 'content_block_delta'),
        sse({ type: 'content_block_stop', index }, 'content_block_stop'),
      ];
    }),
    sse(
      {
        type: 'message_delta',
        delta: { stop_reason: stopReason(spoken), stop_sequence: null },
        usage: { output_tokens: spoken.usage.output },
      },
      'message_delta',
    ),
    sse({ type: 'message_stop' }, 'message_stop'),
  ];
}
