import { z } from 'zod';
import type { Conversation } from './conversation.ts';
import { type Spoken, sse, type Wire } from './wire.ts';

const Content = z
  .union([z.string(), z.array(z.looseObject({ text: z.string().default('') })), z.null()])
  .optional()
  .transform((content) => (Array.isArray(content) ? content.map(({ text }) => text).join('\n') : (content ?? '')));
const Request = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: Content,
      tool_calls: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).nullish(),
    }),
  ),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).default([]),
});

/** OpenAI's chat completions, which local model servers speak as well. */
export const chat: Wire = {
  read,
  streams: (body) => Request.parse(body).stream,
  beginning,
  events: (spoken) => [
    ...beginning(spoken),
    ...(spoken.calls.length === 0 ? [] : [sse(chunk(spoken, { tool_calls: toolCalls(spoken) }))]),
    sse(chunk(spoken, {}, finish(spoken))),
    sse({ ...chunk(spoken, {}), choices: [], usage: usage(spoken) }),
    sse('[DONE]'),
  ],
  whole: (spoken) => ({
    ...named(spoken, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: spoken.text,
          ...(spoken.calls.length === 0 ? {} : { tool_calls: toolCalls(spoken) }),
        },
        finish_reason: finish(spoken),
      },
    ],
    usage: usage(spoken),
  }),
  error: ({ status, message = 'scripted', type, details }) => ({
    error: { message, type: type ?? 'api_error', code: type ?? String(status), param: null, ...details },
  }),
  streamError: (message) => [sse({ error: { message, type: 'server_error', code: 'server_error' } })],
};

/** Goose tells of its surroundings in messages of the user's, alone or before the prompt. */
const SURROUNDINGS = /<info-msg>[\s\S]*?<\/info-msg>\s*/g;

function read(body: unknown): Conversation {
  const { model, messages, tools } = Request.parse(body);
  const prompts: string[] = [];
  const said: string[] = [];
  let results: string[] = [];
  let turn = 0;
  let answering = false;
  for (const { role, content, tool_calls: calls } of messages) {
    const text = content.replace(SURROUNDINGS, '');
    if (role === 'user' && text === '') continue;
    // Goose gives one answer back as two messages: the words, and the calls.
    if (role === 'assistant' && !answering) turn += 1;
    answering = role === 'assistant';
    if (role === 'assistant') {
      said.push(content, ...(calls ?? []).map((call) => `calls ${call.function.name}`));
    } else if (role === 'tool') {
      results.push(content);
    } else if (role === 'user') {
      prompts.push(text);
      results = [];
      turn = 0;
    }
  }
  const system = messages.flatMap(({ role, content }) => (role === 'system' || role === 'developer' ? [content] : []));
  return {
    api: 'chat',
    model,
    system: system.join('\n'),
    prompts,
    said,
    results,
    turn,
    tools: tools.map((tool) => tool.function.name),
  };
}

const named = ({ id, model }: Spoken, object: string) => ({
  id: `chatcmpl-${id}`,
  object,
  created: 1_700_000_000,
  model,
});
const finish = ({ calls }: Spoken) => (calls.length === 0 ? 'stop' : 'tool_calls');
const usage = ({ usage: { input, output } }: Spoken) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

function toolCalls({ id, calls }: Spoken) {
  return calls.map(({ name, input }, index) => ({
    index,
    id: `call_${id}_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
}

function chunk(spoken: Spoken, delta: object, reason: string | null = null) {
  return { ...named(spoken, 'chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason: reason }] };
}

function beginning(spoken: Spoken): readonly string[] {
  return [sse(chunk(spoken, { role: 'assistant', content: spoken.text }))];
}
