import { z } from 'zod';
import type { Conversation } from './conversation.ts';
import { type Spoken, sse, type Wire } from './wire.ts';

const Part = z.looseObject({
  text: z.string().optional(),
  functionCall: z.looseObject({ name: z.string() }).optional(),
  functionResponse: z.looseObject({ response: z.unknown().optional() }).optional(),
});
const Request = z.looseObject({
  contents: z.array(z.looseObject({ role: z.string().default('user'), parts: z.array(Part).default([]) })),
  systemInstruction: z.unknown().optional(),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]) }))
    .default([]),
});

/** Google's Gemini. */
export const gemini: Wire = {
  read,
  streams: (_body, path) => path.includes(':streamGenerateContent'),
  beginning: (spoken) => [sse(candidates(spoken, spoken.text === '' ? [] : [{ text: spoken.text }]))],
  events: (spoken) => [
    ...(spoken.text === '' ? [] : [sse(candidates(spoken, [{ text: spoken.text }]))]),
    sse({ ...candidates(spoken, calls(spoken), 'STOP'), usageMetadata: usage(spoken) }),
  ],
  whole: (spoken) => ({
    ...candidates(spoken, [...(spoken.text === '' ? [] : [{ text: spoken.text }]), ...calls(spoken)], 'STOP'),
    usageMetadata: usage(spoken),
  }),
  error: ({ status, message = 'scripted', type, details }) => ({
    error: { code: status, message, status: type ?? ERROR_STATUS[status] ?? 'INTERNAL', ...details },
  }),
  streamError: (message) => [sse({ error: { code: 503, message, status: 'UNAVAILABLE' } })],
};

const ERROR_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  429: 'RESOURCE_EXHAUSTED',
};

function read(body: unknown, path: string): Conversation {
  const { contents, systemInstruction, tools } = Request.parse(body);
  const prompts: string[] = [];
  const said: string[] = [];
  let results: string[] = [];
  let turn = 0;
  for (const { role, parts } of contents) {
    const text = parts.flatMap((part) => part.text ?? []).join('\n');
    const answered = parts.flatMap(({ functionResponse }) =>
      functionResponse === undefined ? [] : [functionResponse],
    );
    if (role === 'model') {
      turn += 1;
      said.push(text, ...parts.flatMap(({ functionCall }) => (functionCall ? [`calls ${functionCall.name}`] : [])));
    } else if (answered.length > 0) {
      results.push(...answered.map(({ response }) => JSON.stringify(response)));
    } else {
      prompts.push(text);
      results = [];
      turn = 0;
    }
  }
  return {
    api: 'gemini',
    model: /models\/([^:]+)/.exec(path)?.[1] ?? '',
    system: JSON.stringify(systemInstruction ?? ''),
    prompts,
    said,
    results,
    turn,
    tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name)),
  };
}

const calls = (spoken: Spoken) => spoken.calls.map(({ name, input }) => ({ functionCall: { name, args: input } }));
const usage = ({ usage: { input, output } }: Spoken) => ({
  promptTokenCount: input,
  candidatesTokenCount: output,
  totalTokenCount: input + output,
});

function candidates({ model, id }: Spoken, parts: readonly object[], finishReason?: string) {
  return {
    responseId: `response-${id}`,
    modelVersion: model,
    candidates: [
      { index: 0, content: { role: 'model', parts }, ...(finishReason === undefined ? {} : { finishReason }) },
    ],
  };
}
